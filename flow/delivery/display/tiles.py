"""The five measures as tiles: the figure, its last eight weeks, what it was before, and, where there
is none, why and what to do."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.delivery.display.words import HOUR, figure_says, percent, took
from flow.delivery.measures.figure import DeliveryFigure
from flow.delivery.readings import Delivered, DeliveryScope
from flow.metrics.reports.window import EARLIEST, DayWindow

WEEKS = 8
A_WEEK = timedelta(7)
A_DAY = timedelta(1)
WIDE, HIGH, GAP = 96, 24, 3  # of the drawing of the weeks

NAMES = {
    "deployment_frequency": gettext_lazy("Deployments"),
    "change_lead_time": gettext_lazy("Change lead time"),
    "change_fail_rate": gettext_lazy("Change fail rate"),
    "failed_deployment_recovery_time": gettext_lazy("Failed deployment recovery time"),
    "deployment_rework_rate": gettext_lazy("Deployment rework rate"),
}
COUNTS = {
    "deployment_frequency": gettext_lazy(
        "reached production. Hotfixes count, rollbacks and redeploys do not."
    ),
    "change_lead_time": gettext_lazy(
        "or less for half of the changes, from the trunk to production."
    ),
    "change_fail_rate": gettext_lazy(
        "caused an incident, or were rolled back or repaired within a day."
    ),
    "failed_deployment_recovery_time": gettext_lazy(
        "or less for half of the incidents that a deployment caused."
    ),
    "deployment_rework_rate": gettext_lazy(
        "were not planned: a hotfix, a rollback, or done for an incident."
    ),
}
PATHS = {name: name.replace("_", "-") for name in NAMES}


@dataclass(frozen=True)
class WeekBar:
    """A week of a tile; without a value it is a dot, not a bar of nought."""

    x: int
    y: float
    height: float
    has_value: bool
    is_now: bool


@dataclass(frozen=True)
class MeasureTile:
    """`path` is the name of its page; `why` says why there is no figure."""

    name: str
    title: str
    figure: str
    beside: str
    counts: str
    before: str
    why: str
    path: str
    bars: list[WeekBar]
    weeks: str


class FiveMeasures:
    """The five measures of a scope in some days, with the weeks before, from the same rows."""

    def __init__(self, scope: DeliveryScope, window: DayWindow) -> None:
        self.scope, self.window = scope, window

    @cached_property
    def wide(self) -> Delivered:
        """All days that a tile speaks of."""
        length = timedelta(len(self.window.days))
        first = min(self.window.first - length, self.window.last - WEEKS * A_WEEK + A_DAY)
        return Delivered(self.scope, DayWindow(max(first, EARLIEST), self.window.last))

    @cached_property
    def now(self) -> Delivered:
        return self.wide.within(self.window)

    @cached_property
    def tiles(self) -> list[MeasureTile]:
        measures, before = self.now.measures, self._before.measures
        weeks = [(week, self.wide.within(week).measures) for week in self._weeks]
        return [
            self._tile(name, figure, before[name], [(week, of[name]) for week, of in weeks])
            for name, figure in measures.items()
        ]

    @property
    def _before(self) -> Delivered:
        length = timedelta(len(self.window.days))
        first = max(self.window.first - length, EARLIEST)
        return self.wide.within(DayWindow(first, max(first, self.window.first - A_DAY)))

    @property
    def _weeks(self) -> list[DayWindow]:
        """The last eight weeks, the earliest first; the last one ends with the days."""
        last = self.window.last
        ends = [last - nth * A_WEEK for nth in reversed(range(WEEKS))]
        return [DayWindow(end - A_WEEK + A_DAY, end) for end in ends]

    def _tile(
        self,
        name: str,
        figure: DeliveryFigure,
        before: DeliveryFigure,
        weeks: list[tuple[DayWindow, DeliveryFigure]],
    ) -> MeasureTile:
        value, beside = figure_says(name, figure)
        if name == "deployment_frequency" and value:
            days = len(self.window.days)
            with_ = figure.beside["days_with"]
            facts = {"days": days, "with": with_}
            beside = (
                ngettext("in %(days)d day", "in %(days)d days, on %(with)d of them", days) % facts
            )
        return MeasureTile(
            name,
            str(NAMES[name]),
            value,
            beside,
            str(COUNTS[name]),
            self._before_says(name, before),
            figure.why,
            PATHS[name],
            bars(weeks, self.window.first),
            self._weeks_say(name, weeks),
        )

    def _before_says(self, name: str, before: DeliveryFigure) -> str:
        value, beside = figure_says(name, before)
        if not value:
            return ""
        words = _("%(value)s in the %(days)d days before")
        return words % {"value": f"{value} {beside}".strip(), "days": len(self.window.days)}

    def _weeks_say(self, name: str, weeks: list[tuple[DayWindow, DeliveryFigure]]) -> str:
        """The bars in words, for a screen reader."""
        values = [short_says(name, figure) for _week, figure in weeks]
        return _("Last eight weeks, the earliest first: %(values)s") % {"values": ", ".join(values)}


def short_says(name: str, figure: DeliveryFigure) -> str:
    if figure.value is None:
        return _("no data")
    if name == "deployment_frequency":
        return str(figure.n)
    return took(figure.value * HOUR) if figure.unit == "hours" else percent(figure.value)


def bars(weeks: list[tuple[DayWindow, DeliveryFigure]], since: date) -> list[WeekBar]:
    """A bar for each week, of 24 px at most."""
    values = [figure.value for _week, figure in weeks]
    top = max((value for value in values if value is not None), default=0) or 1
    step = WIDE // len(weeks)
    drawn = []
    for nth, (week, figure) in enumerate(weeks):
        height = 0 if figure.value is None else max(1, round(figure.value / top * HIGH, 1))
        drawn.append(
            WeekBar(nth * step, HIGH - height, height, figure.value is not None, week.last >= since)
        )
    return drawn

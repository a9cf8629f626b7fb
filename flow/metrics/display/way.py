"""The way of a card as its page shows it: a bar for each column, and words against its pace."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Card
from flow.metrics.readings.way import Step, Way, way_of

A_DAY = timedelta(days=1)
USUAL = 2  # the place of the 85th percentile in a pace


@dataclass(frozen=True)
class Bar:
    """`share` is how much of the bar's line it fills, in %."""

    step: Step
    share: float

    @property
    def days(self) -> str:
        return f"{self.step.spent / A_DAY:.1f}"

    @property
    def words(self) -> str:
        """How old the card was here, and how old most were."""
        step = self.step
        if step.age is None:
            return _("has not left it") if step.spent else _("has not been here")
        words = (
            _("here at an age of %(age)d d") if step.is_here else _("left at an age of %(age)d d")
        )
        said = words % {"age": step.age}
        if step.column.pace:
            said += ", " + _("85 %% left by %(days)d d") % {"days": step.column.pace[USUAL]}
        return said


@dataclass(frozen=True)
class WayPicture:
    way: Way
    bars: list[Bar]

    @property
    def says(self) -> str:
        """Where most of the time went."""
        longest = max((bar.step for bar in self.bars), key=lambda step: step.spent, default=None)
        days = self.way.days
        said = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        if longest is None or not longest.spent:
            return said
        words = _("%(days)s, most of it in %(column)s.")
        return words % {"days": said, "column": longest.column.name}


def picture_of(card: Card, now: datetime) -> WayPicture | None:
    """None where the card was never started, or is not counted yet."""
    way = way_of(card, now)
    if way is None:
        return None
    most = max((step.spent for step in way.steps), default=timedelta(0)) or A_DAY
    return WayPicture(way, [Bar(step, round(100 * (step.spent / most), 1)) for step in way.steps])

"""The way of a card as its page shows it: a bar for each column, and words against its pace."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.card.spans import lasting
from board.models import Card
from board.models.words import isolated
from flow.metrics.reports.way import PassageStep, PassageSteps, way_of

A_DAY = timedelta(days=1)
USUAL = 2  # the place of the 85th percentile in a pace


@dataclass(frozen=True)
class StepBar:
    """`share` is how much of the bar's line it fills, in %."""

    step: PassageStep
    share: float

    @property
    def days(self) -> str:
        """How long it was here; nothing where it has never been."""
        return (
            lasting(self.step.days, int(self.step.spent.total_seconds())) if self.step.spent else ""
        )

    @property
    def words(self) -> str:
        """How old the card was here, and how old most were."""
        step = self.step
        if step.age is None:
            return _("has not left it") if step.spent else _("has not been here")
        words = (
            _("here at an age of %(age)d d") if step.is_here else _("left at an age of %(age)d d")
        )
        sentence = words % {"age": step.age}
        if step.column.pace:
            sentence += ", " + _("85 %% left by %(days)d d") % {"days": step.column.pace[USUAL]}
        return sentence


@dataclass(frozen=True)
class WayPicture:
    way: PassageSteps
    bars: list[StepBar]

    @property
    def says(self) -> str:
        """Where most of the time went."""
        steps = (bar.step for bar in self.bars)
        longest = max(steps, key=lambda step: (step.days, step.spent), default=None)
        days = self.way.days
        sentence = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        if longest is None or not longest.spent:
            return sentence
        words = _("%(days)s, most of it in %(column)s.")
        return words % {"days": sentence, "column": isolated(longest.column.name)}


def picture_of(card: Card, now: datetime) -> WayPicture | None:
    """None where the card was never started, or is not counted yet."""
    way = way_of(card, now)
    if way is None:
        return None
    most = max((step.spent for step in way.steps), default=timedelta(0)) or A_DAY
    return WayPicture(
        way, [StepBar(step, round(100 * (step.spent / most), 1)) for step in way.steps]
    )

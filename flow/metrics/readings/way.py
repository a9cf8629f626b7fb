"""Where the days of one card went, held against the pace of each column."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.db.models.functions import Coalesce, Greatest, Least

from board.models import Card, Column, Stay
from flow.metrics.facts.reading import workflow_of
from flow.metrics.models import Passage

NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Step:
    """A column in progress, as this card has been through it since it was started.

    `age` is how old the card was when it left for the last time; as old as it is now where it
    stands. None where it has never been. `level` is how many of the four thresholds it had reached.
    """

    column: Column
    spent: timedelta
    age: int | None
    is_here: bool

    @property
    def level(self) -> int:
        return sum(self.age >= days for days in self.column.pace or ()) if self.age else 0


@dataclass(frozen=True)
class Way:
    """The last passage of a card: its steps left to right; `days` up to its end, or up to now."""

    passage: Passage
    days: int
    steps: list[Step]


def way_of(card: Card, now: datetime) -> Way | None:
    """Where its days went; None if it was never started, or has not been counted yet."""
    passage = Passage.objects.filter(card=card).order_by("-nth").first()
    if passage is None:
        return None
    board = card.board
    workflow, calendar = workflow_of(board), board.calendar
    end = passage.finished_at or passage.abandoned_at or now
    days = calendar.days(passage.started_on, board.day_of(end)) or 0
    spent = _spent(card, passage.started_at, end)
    goes_on = passage.finished_at is None and passage.abandoned_at is None
    steps = []
    for pk, left in zip(workflow.in_progress, passage.left_at_age, strict=False):
        is_here = goes_on and card.column_id == pk
        age = days if is_here else left
        steps.append(Step(board.shape.columns[pk], spent.get(pk, NO_TIME), age, is_here))
    return Way(passage, days, steps)


def _spent(card: Card, start: datetime, end: datetime) -> dict[int, timedelta]:
    """The time in each column between two moments."""
    stays = Stay.objects.counted().filter(card=card, entered_at__lt=end).order_by()
    until = Least(Coalesce("left_at", end), end)
    sums = stays.annotate(lasted=until - Greatest(F("entered_at"), start)).filter(
        lasted__gt=NO_TIME
    )
    return dict(sums.values_list("column").annotate(Sum("lasted")))

"""Where the days of one card went, held against the pace of each column."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.db.models.functions import Coalesce, Greatest, Least

from board.models import Card, Column, Stay
from board.models.card.stay_days import DaySpan, days_of_stays
from flow.metrics.ledger.card_facts import counted_workflow_of
from flow.metrics.models import Passage

NO_TIME = timedelta(0)


@dataclass(frozen=True)
class PassageStep:
    """A column in progress, as this card has been through it since it was started.

    `days` are those that count here: of all steps together as many as the card took. `age` is how old
    the card was when it left for the last time; as old as it is now where it stands. None where it
    has never been. `level` is how many of the four thresholds it had reached.
    """

    column: Column
    spent: timedelta
    days: int
    age: int | None
    is_here: bool

    @property
    def level(self) -> int:
        return sum(self.age >= days for days in self.column.pace or ()) if self.age else 0


@dataclass(frozen=True)
class PassageSteps:
    """The last passage of a card: its steps left to right; `days` up to its end, or up to now."""

    passage: Passage
    days: int
    steps: list[PassageStep]


def way_of(card: Card, now: datetime) -> PassageSteps | None:
    """Where its days went; None if it was never started, or has not been counted yet."""
    passage = Passage.objects.filter(card=card).order_by("-nth").first()
    if passage is None:
        return None
    board = card.board
    workflow, calendar = counted_workflow_of(board), board.calendar
    end = passage.finished_at or passage.abandoned_at or now
    days = calendar.days(passage.started_on, board.day_of(end)) or 0
    spent, counted = _spent(card, passage.started_at, end), _counted(card, passage, end)
    goes_on = passage.finished_at is None and passage.abandoned_at is None
    steps = []
    for pk, left in zip(workflow.in_progress, passage.left_at_age, strict=False):
        if pk not in board.shape.columns:
            continue  # it was archived, and the facts are not rebuilt yet
        is_here = goes_on and card.column_id == pk
        age = days if is_here else left
        steps.append(
            PassageStep(board.shape.columns[pk], spent.get(pk, NO_TIME), counted[pk], age, is_here)
        )
    return PassageSteps(passage, days, steps)


def _counted(card: Card, passage: Passage, end: datetime) -> Counter[int]:
    """The days in each column from the start of the passage to its end."""
    board = card.board
    stays = list(card.stays.counted().filter(entered_at__lt=end))
    whole = DaySpan(passage.started_on, board.day_of(end))
    counts = Counter[int]()
    for stay, days in zip(stays, days_of_stays(stays, board, end).values(), strict=True):
        counts[stay.column_id] += days.within(whole).count(board.calendar)
    return counts


def _spent(card: Card, start: datetime, end: datetime) -> dict[int, timedelta]:
    """The time in each column between two moments."""
    stays = Stay.objects.counted().filter(card=card, entered_at__lt=end).order_by()
    until = Least(Coalesce("left_at", end), end)
    sums = stays.annotate(lasted=until - Greatest(F("entered_at"), start)).filter(
        lasted__gt=NO_TIME
    )
    return dict(sums.values_list("column").annotate(Sum("lasted")))

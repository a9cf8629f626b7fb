"""How far the changes of cards have come: one statement for all of these cards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from board.models import Board, Card, Stage
from board.sql.one_of import OneOf
from flow.delivery.measures.sizes import Size, size_of
from flow.delivery.models import Change, ComponentChange
from flow.delivery.readings import moments
from flow.metrics.definitions.percentile import percentiles
from flow.metrics.reports.window import DayWindow


@dataclass(frozen=True)
class CardDelivery:
    """The changes of a card, how many of them wait for production somewhere, and since when the
    last one is there; a change of no component waits for nothing."""

    changes: int
    waiting: int
    large: int
    reached_at: datetime | None

    @property
    def deployed_at(self) -> datetime | None:
        """Since when all of it is in production; None if something waits, or nothing came there."""
        return None if self.waiting else self.reached_at


def deliveries_of(cards: Collection[int]) -> dict[int, CardDelivery]:
    """By the id of a card; a card without a change is not in it."""
    if not cards:
        return {}
    rows = Change.cards.through.objects.filter(
        card__in=cards, change__is_gone=False, change__part_of=None
    ).values_list(
        *("card", "change", "change__files", "change__added", "change__removed"),
        "change__in_components",
        "change__in_components__deployment__finished_at",
    )
    by_card: dict[int, _Counting] = {}
    for card, change, files, added, removed, link, at in rows:
        counting = by_card.setdefault(card, _Counting())
        counting.changes.add(change)
        lines = None if added is None or removed is None else added + removed
        if size_of(files, lines) == Size.LARGE:
            counting.large.add(change)
        if link is None:
            continue
        if at is None:
            counting.waiting.add(change)
        else:
            counting.reached = max(counting.reached or at, at)
    return {card: counting.end for card, counting in by_card.items()}


class _Counting:
    def __init__(self) -> None:
        self.changes: set[int] = set()
        self.waiting: set[int] = set()
        self.large: set[int] = set()
        self.reached: datetime | None = None

    @property
    def end(self) -> CardDelivery:
        return CardDelivery(len(self.changes), len(self.waiting), len(self.large), self.reached)


def not_in_production(board: Board) -> "dict[int, list[int]]":
    """The finished cards of a board of which something waits for production: ids by column."""
    waits = ComponentChange.objects.waiting().filter(change__cards=OuterRef("pk"))
    cards = Card.objects.on_the_board().kept().filter(board=board, column__stage=Stage.DONE)
    by_column: dict[int, list[int]] = {}
    for pk, column in (
        cards.filter(Exists(waits)).order_by("finished_at", "pk").values_list("pk", "column")
    ):
        by_column.setdefault(column, []).append(pk)
    return by_column


@dataclass(frozen=True)
class DevelopmentTimes:
    """Of the finished cards that came to production whole in some days: the days from their start to
    then, and to done on the board, both ends counted, in the days that count on the board."""

    days: list[int]
    to_done: list[int]
    target: int | None

    @cached_property
    def percentiles(self) -> dict[int, int]:
        return percentiles(self.days, (50, 85))

    @cached_property
    def board_percentiles(self) -> dict[int, int]:
        return percentiles(self.to_done, (50, 85))

    @property
    def within_target(self) -> int | None:
        """How many took at most the target days of the board; None without such days."""
        return sum(days <= self.target for days in self.days) if self.target else None


def development_times(board: Board, window: DayWindow) -> DevelopmentTimes:
    """Development cycle time ends at the first production deployment of the card's last change:
    which one is the last is known when the card is finished."""
    first, last = moments(board, window)
    reached = Q(changes__in_components__deployment__finished_at__range=(first, last))
    cards = (
        Card.objects.filter(
            reached, board=board, started_at__isnull=False, finished_at__isnull=False
        )
        .order_by("pk")
        .distinct()
        .values_list("pk", "started_at", "finished_at")
    )
    rows = list(cards)
    deliveries = deliveries_of([pk for pk, *_times in rows])
    days, to_done = [], []
    for pk, started, finished in rows:
        at = deliveries[pk].deployed_at if pk in deliveries else None
        if at is None or started is None or finished is None:
            continue
        if not first <= at <= last or at < started:
            continue
        days.append(_days(board, started, at))
        to_done.append(_days(board, started, finished))
    return DevelopmentTimes(days, to_done, board.batch.target_days)


def _days(board: Board, start: datetime, end: datetime) -> int:
    return board.calendar.days(board.day_of(start), board.day_of(end)) or 1


def cards_of_changes(changes: Iterable[int]) -> list[Card]:
    """The cards that these changes name, with their boards, in order."""
    named = Change.cards.through.objects.filter(OneOf("change", changes)).values("card")
    cards = Card.objects.filter(pk__in=named).select_related("board")
    return list(cards.order_by("board", "number"))

"""Keep the facts of a board true, by what its log says has happened."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from board.models import Board, Event, Kind
from flow.metrics.ledger import store, sums
from flow.metrics.ledger.card_counter import CardCounter
from flow.metrics.ledger.rebuilds import rebuild
from flow.metrics.models import Cursor

BATCH = 500  # cards counted together
FEW_CARDS = 1_000  # are counted while somebody waits
FEW_EVENTS = 100

COUNTED = {
    *(
        Kind.CREATED,
        Kind.SPLIT,
        Kind.MOVED,
        Kind.SWAPPED,
        Kind.REOPENED,
        Kind.RETURNED,
        Kind.UNDONE,
    ),
    *(Kind.BLOCKED, Kind.UNBLOCKED, Kind.RECLASSIFIED),
    *(Kind.ARCHIVED, Kind.RESTORED, Kind.DELETED),
}
CHANGES_ALL: dict[str, frozenset[str] | set[str]] = {  # if the event says something of these
    Kind.IMPORTED: {"source"},
    Kind.COLUMN_ADDED: {"column"},
    Kind.COLUMN_ARCHIVED: {"column"},
    Kind.COLUMN_CHANGED: {"order", "position", "stage"},
    Kind.BOARD_CHANGED: {"time_zone", "days_off", "holidays_of"},
}


def catch_up(board_id: int, *, waits: bool = True) -> date | None:
    """Digest what has happened on a board since it was digested last.

    Each card that something happened to is counted once more, as it is now; so it does no harm to
    digest the same event twice. A change of the columns or the calendar, and an import, rebuild.
    Returns the first day whose figures are other than before, if there is one. While somebody else
    digests, it waits, or leaves it to them.
    """
    with transaction.atomic():
        cursor = Cursor.objects.held(board_id, waits=waits)
        if cursor is None and Cursor.objects.filter(board=board_id).exists():
            return None
        if cursor is not None and not cursor.is_new:
            board = Board.objects.filter(pk=board_id).first()
            if board is None:
                return None  # erased meanwhile
            events = board.events.since(cursor.version or 0).before(board.version + 1)
            if not _changes_all(events):
                first = recount(board, _cards_of(events))
                cursor.reach(board, first)
                return first
    return rebuild(board_id)


def catch_up_if_quick(board: Board) -> None:
    """Digest what is new where that is no work and nobody else is at it; for who is about to look.

    Otherwise the sweep does it, and the look says as of when it is.
    """
    version = Cursor.objects.filter(board=board).values_list("version", flat=True).first()
    if version == board.version:
        return
    is_small = board.cards.all()[:FEW_CARDS].count() < FEW_CARDS
    if version is not None and board.version - version <= FEW_EVENTS:
        is_small = is_small or not _changes_all(board.events.since(version))
    if is_small:
        catch_up(board.pk, waits=False)


def recount(board: Board, cards: Collection[int]) -> date | None:
    """Count these cards once more, and add what is new less what is stored.

    The cursor must be held. Returns the first day that changed.
    """
    counter = CardCounter(board)
    days: list[date] = []
    for batch in _batches(sorted(cards)):
        before = sums.sums_of(batch, counter.workflow)
        store.replace(batch, counter.facts(batch))
        after = sums.sums_of(batch, counter.workflow)
        days += sums.add(board, before, after)
    return min(days, default=None)


def cards_since(board: Board, version: int, until: int) -> set[int]:
    """The cards on which something that is counted has happened after this version."""
    return _cards_of(board.events.since(version).before(until + 1))


def _cards_of(events: "QuerySet[Event, Any]") -> set[int]:
    counted = events.filter(kind__in=COUNTED, card__isnull=False).order_by()
    return set(counted.values_list("card", flat=True))


def _changes_all(events: "QuerySet[Event, Any]") -> bool:
    changes = events.filter(kind__in=CHANGES_ALL).values_list("kind", "data")
    return any(not CHANGES_ALL[kind].isdisjoint(data) for kind, data in changes)


def _batches(cards: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(cards), BATCH):
        yield cards[begin : begin + BATCH]

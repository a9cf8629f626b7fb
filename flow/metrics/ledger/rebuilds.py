"""Count everything on a board from nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import OperationalError, connection, transaction
from psycopg.errors import SerializationFailure

from board.models import Board
from flow.metrics.ledger import store, sums
from flow.metrics.ledger.card_counter import CardCounter
from flow.metrics.models import Cursor, Delta

BATCH = 2_000  # cards in memory at a time
TRIES = 5


def rebuild(board_id: int, watch: Callable[[int], object] = bool) -> date | None:
    """Forget all facts of a board and count every card, under today's columns and calendar.

    One transaction sees one moment of the board, whatever is moved meanwhile, and the cursor keeps
    the version of that moment. Returns the first day that there is; `watch` is called with each batch
    how many cards it has.
    """
    Cursor.objects.begin(board_id)
    for tries in range(1, TRIES + 1):
        try:
            return _rebuild(board_id, watch)
        except OperationalError as error:
            if tries == TRIES or not isinstance(error.__cause__, SerializationFailure):
                raise  # else somebody digested between our look and our lock: look again
    return None


def _rebuild(board_id: int, watch: Callable[[int], object]) -> date | None:
    with _one_moment():
        cursor = Cursor.objects.held(board_id)
        board = Board.objects.filter(pk=board_id).first()
        if cursor is None or board is None:
            return None  # erased meanwhile
        counter = CardCounter(board)
        store.forget(board)
        for batch in _batches(list(board.cards.order_by("pk").values_list("pk", flat=True))):
            store.copy(counter.facts(batch))
            watch(len(batch))
        sums.write_all(board, counter.workflow)
        cursor.count(counter.workflow.steps)
        first = Delta.objects.filter(board=board).values_list("day", flat=True).first()
        cursor.reconcile(board, board.version, first)
        return first


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction in which every statement sees the same; inside another, that one's sight."""
    is_ours = not connection.in_atomic_block
    with transaction.atomic():
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _batches(cards: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(cards), BATCH):
        yield cards[begin : begin + BATCH]

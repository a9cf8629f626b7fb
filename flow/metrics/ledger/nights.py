"""The count at a board's midnight."""

from django.db import transaction

from board.models import Board
from flow.metrics.ledger.digests import cards_since, catch_up, recount
from flow.metrics.models import Cursor


def reconcile(board_id: int) -> None:
    """Digest what is left, and count every card of the days since the last time once more.

    So a night costs as much as its day, however long the history; a night that was missed is part
    of the next.
    """
    catch_up(board_id)
    with transaction.atomic():
        cursor = Cursor.objects.held(board_id)
        board = Board.objects.filter(pk=board_id).first()
        if cursor is None or board is None or cursor.version is None:
            return
        first = recount(board, cards_since(board, cursor.reconciled_version, cursor.version))
        cursor.reconcile(board, cursor.version, first)

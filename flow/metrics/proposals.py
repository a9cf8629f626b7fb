"""The proposals from the history of a board: the pace of its columns, and the expectation.

It goes through the verbs of the board, which write nothing where nothing changes and leave alone
what a person has typed. What they record is no reason to propose again, so nothing goes round.
"""

from board.models import Board
from flow.metrics.models import Cursor
from flow.metrics.reports import Flow


def if_changed(board_id: int) -> None:
    """Propose again if a digest has changed a day that has ended: the window ends yesterday."""
    if Cursor.objects.filter(board=board_id, is_to_propose=True).exists():
        propose(board_id)


def propose(board_id: int) -> None:
    """Say pace and expectation, of the finished cards of the usual window; of too few, nothing."""
    board = Board.objects.filter(pk=board_id).first()
    if board is None:
        return
    # Before the facts are read: what a digest changes meanwhile is proposed the next time.
    Cursor.objects.filter(board=board, is_to_propose=True).update(is_to_propose=False)
    flow = Flow(board)
    for reading in flow.pace().columns:
        column = board.shape.columns.get(reading.column)  # none: archived since it was counted
        if column and column.pace_is_automatic and column.pace != reading.trusted:
            column.propose_pace(reading.trusted)
    if board.sle_is_automatic:
        days = flow.cycle_times().trusted(board.sle_percent)
        if days != board.sle_days:
            board.propose_sle(days, percent=board.sle_percent)

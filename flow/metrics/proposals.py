"""What the history of a board proposes: the pace of its columns, and what to expect of a card.

It goes through the verbs of the board, which write nothing where nothing changes and leave alone
what a person has typed. What they record is no reason to propose again, so nothing goes round.
"""

from datetime import date

from board.models import Board
from flow.metrics.reports import Flow


def after(board_id: int, first: date | None) -> None:
    """Propose again if the digest has changed a day that has ended: the window ends yesterday."""
    board = Board.objects.filter(pk=board_id).first()
    if board and first and first < Flow(board).today:
        propose(board_id)


def propose(board_id: int) -> None:
    """Say pace and expectation, of the finished cards of the usual window; of too few, nothing."""
    board = Board.objects.filter(pk=board_id).first()
    if board is None:
        return
    flow = Flow(board)
    for reading in flow.pace().columns:
        column = board.shape.columns.get(reading.column)  # none: archived since it was counted
        if column and column.pace_is_automatic and column.pace != reading.trusted:
            column.propose_pace(reading.trusted)
    if board.sle_is_automatic:
        days = flow.cycle_times().trusted(board.sle_percent)
        if days != board.sle_days:
            board.propose_sle(days, percent=board.sle_percent)

"""The demo board is counted at once: its pace is there when the first person or task looks."""

from board.models import Board, Person
from flow.metrics import proposals
from flow.metrics.ledger.rebuilds import rebuild


def add_to(board: Board, owner: Person) -> None:
    rebuild(board.pk)
    proposals.if_changed(board.pk)
    board.refresh_from_db()

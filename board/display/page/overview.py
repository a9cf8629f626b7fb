"""The boards of a person, their gates in small."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from board.display.page.gate import Gate
from board.display.page.picture import Picture
from board.models import Board, Card, Column, Role
from board.models.board.shape import Shape, read_together
from board.models.limit.tally import Tally


@dataclass(frozen=True)
class BoardRow:
    """A board in the list: its gates, how much is in progress, how old the oldest of it is."""

    board: Board
    gates: list[tuple[str, Gate]]
    in_progress: int
    oldest: Card | None

    @property
    def role(self) -> str:
        return str(Role(self.board.role).label)


def overview(boards: Iterable[Board]) -> list[BoardRow]:
    """A row for each board, in six or seven statements for all of them."""
    boards = list(boards)
    read_together(boards)
    tallies = Tally.of_boards(boards)
    oldest = {card.board_id: card for card in Card.objects.oldest_of_each(boards)}
    return [_row(board, tallies[board.pk], oldest.get(board.pk)) for board in boards]


def _row(board: Board, tally: Tally, oldest: Card | None) -> BoardRow:
    picture = Picture(board, tally=tally)
    if oldest:
        oldest.board = board
    columns: Collection[Column] = board.shape.columns.values()
    return BoardRow(
        board,
        gates=[
            (each[0].group if len(each) > 1 else each[0].name, picture.gate_of(*each))
            for each in _gated(board.shape)
        ],
        in_progress=sum(
            sum(tally.in_column(column.pk)) for column in columns if column.is_in_progress
        ),
        oldest=oldest,
    )


def _gated(shape: Shape) -> Iterator[Sequence[Column]]:
    """The columns, those that share a limit and a header together."""
    for columns in shape.groups:
        if len(columns) > 1 and shape.limit_on(columns):
            yield columns
        else:
            yield from ([column] for column in columns)

"""The answer to a change: the cards that moved and what they changed around them, no more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from board.display.page.column import ColumnPicture, Pair
from board.display.page.face import Face, faces
from board.display.page.gate import GateState
from board.display.page.picture import Picture
from board.display.page.sight import Sight
from board.models import Board, Card
from board.sql.compiled import Compiled

SEEN_BEHIND = Compiled(
    lambda board, numbers, moved: (
        Card.objects.filter(board=board)
        .numbered(numbers)
        .seen()
        .annotate(behind=Card.objects.next_above(moved))
        .order_by()
    )
)


@dataclass(frozen=True)
class Placed:
    """A card's face and the number of the card before it; None for the first."""

    face: Face
    behind: int | None


class MoveAnswer:
    """The parts of the page of a board to draw again after these cards have moved from some
    columns.
    """

    def __init__(
        self,
        board: Board,
        cards: Collection[Card],
        left: Collection[int] = (),
        sight: Sight | None = None,
    ):
        self.board = board
        self.cards = list(cards)
        self.left = set(left)
        self.picture = Picture(board, sight)
        self.picture.drawn = self.redrawn

    @cached_property
    def columns(self) -> list[ColumnPicture]:
        """The columns whose counts have changed, and those that pull from them."""
        return self.picture.some_columns(self._touched | self.redrawn | self._fed_by(self._touched))

    @property
    def steps(self) -> list[Pair | ColumnPicture]:
        """These columns; where they are in a pair, the pair."""
        steps = [each.pair or each for each in self.columns]
        return list({step.place: step for step in steps}.values())

    @cached_property
    def redrawn(self) -> set[int]:
        """The columns that are drawn whole: a filter is on, or their cut line has moved."""
        if self.picture.sight.is_filtered:
            return self._touched
        redrawn: set[int] = set()
        for pk in self._touched & set(self.board.shape.columns):
            pair = self.picture.pairs.get(pk)
            for columns in ([self.board.shape.columns[pk]], pair.columns if pair else []):
                if columns and self._is_cut(self.picture.gate_of(*columns).state, pk):
                    redrawn |= {column.pk for column in columns}
        return redrawn

    @property
    def placed(self) -> Iterator[Placed]:
        """The cards that are to be seen, the lowest first, so that each finds its neighbour."""
        here = {
            card.number: card
            for card in sorted(self.cards, key=lambda card: card.rank, reverse=True)
            if card.archived_at is None and card.column_id not in self.redrawn
        }
        moved = [each.pk for each in self.cards]
        rows = SEEN_BEHIND.rows(self.board.pk, list(here), moved)
        behind = {row[1]: row[-1] for row in rows}
        sight = self.picture.sight
        drawn = {face.number: face for face in faces(self.board, (row[:-1] for row in rows), sight)}
        for number, card in here.items():
            is_first = self.board.shape.columns[card.column_id].is_done  # what was finished last
            yield Placed(drawn[number], None if is_first else behind[number])

    @property
    def changes_around(self) -> bool:
        """Whether the lanes or the strip above the columns look different now."""
        turn = self.board.last_turn
        if turn is None or self.picture.sight.is_filtered:
            return True
        return any(map(self.picture.loads.change_with, turn.changes))

    @property
    def _touched(self) -> set[int]:
        return {card.column_id for card in self.cards} | self.left

    def _is_cut(self, state: GateState, column: int) -> bool:
        """Whether it has a cut line, or had one before a card left it."""
        return state == GateState.OVER or (state == GateState.FULL and column in self.left)

    def _fed_by(self, columns: Collection[int]) -> set[int]:
        order = list(self.board.shape.columns)
        return {after for before, after in pairwise(order) if before in columns}

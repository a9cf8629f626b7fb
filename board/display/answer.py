"""The answer to a change: the cards that moved and what they changed around them, no more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from board.display.column import ColumnPicture, Pair
from board.display.face import SEEN, Face, faces
from board.display.gate import State
from board.display.picture import Picture
from board.display.sight import Sight
from board.models import Board, Card
from board.models.compiled import Compiled

ABOVE = Compiled(
    lambda column, lane, rank, moved: (
        Card.objects.above(column, lane, rank).exclude(pk__in=moved).values_list("number")[:1]
    )
)


@dataclass(frozen=True)
class Placed:
    """A card's face and the number of the card that it stands behind; None: it is the first."""

    face: Face
    behind: int | None


class Answer:
    """What the page of a board has to draw anew when these cards have moved from some columns."""

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
        found = [each.pair or each for each in self.columns]
        return list({step.place: step for step in found}.values())

    @cached_property
    def redrawn(self) -> set[int]:
        """The columns that are drawn whole: a filter is on, or their cut line has moved."""
        if self.picture.sight.is_filtered:
            return self._touched
        found: set[int] = set()
        for pk in self._touched & set(self.board.shape.columns):
            pair = self.picture.pairs.get(pk)
            for columns in ([self.board.shape.columns[pk]], pair.columns if pair else []):
                if columns and self._is_cut(self.picture.gate_of(*columns).state, pk):
                    found |= {column.pk for column in columns}
        return found

    @property
    def placed(self) -> Iterator[Placed]:
        """The cards that are to be seen, the lowest first, so that each finds its neighbour."""
        here = {
            card.number: card
            for card in sorted(self.cards, key=lambda card: card.rank, reverse=True)
            if card.archived_at is None and card.column_id not in self.redrawn
        }
        seen = SEEN.rows(self.board.pk, list(here))
        drawn = {face.number: face for face in faces(self.board, seen, self.picture.team)}
        for number, card in here.items():
            yield Placed(drawn[number], self._above(card))

    @property
    def _touched(self) -> set[int]:
        return {card.column_id for card in self.cards} | self.left

    def _is_cut(self, state: State, column: int) -> bool:
        """Whether it has a cut line, or had one before a card left it."""
        return state == State.OVER or (state == State.FULL and column in self.left)

    def _above(self, card: Card) -> int | None:
        """The number of the nearest card above this one that has not moved itself."""
        if self.board.shape.columns[card.column_id].is_done:
            return None  # what was finished last comes first
        moved = [each.pk for each in self.cards]
        found = ABOVE.rows(card.column_id, card.lane_id, card.rank, moved)
        return found[0][0] if found else None

    def _fed_by(self, columns: Collection[int]) -> set[int]:
        order = list(self.board.shape.columns)
        return {after for before, after in pairwise(order) if before in columns}

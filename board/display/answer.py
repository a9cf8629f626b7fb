"""The answer to a change: the cards that moved and what they changed around them, no more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from board.display.column import ColumnPicture, Pair
from board.display.face import Face, faces
from board.display.picture import Picture
from board.models import Board, Card


@dataclass(frozen=True)
class Placed:
    """A card's face and the card on the page that it stands behind; None: it is the first."""

    face: Face
    behind: Card | None


class Answer:
    """What the page of a board has to draw anew when these cards have moved from some columns."""

    def __init__(self, board: Board, cards: Collection[Card], left: Collection[int] = ()):
        self.board = board
        self.cards = list(cards)
        self.picture = Picture(board)
        self._touched = {card.column_id for card in cards} | set(left)

    @cached_property
    def columns(self) -> list[ColumnPicture]:
        """The columns whose counts have changed, and those that pull from them."""
        return self.picture.without_cards(self._touched | self._fed_by(self._touched))

    @property
    def steps(self) -> list[Pair | ColumnPicture]:
        """These columns; where they are in a pair, the pair."""
        found = [each.pair or each for each in self.columns]
        return list({step.place: step for step in found}.values())

    @property
    def placed(self) -> Iterator[Placed]:
        """The cards that are to be seen, the lowest first, so that each finds its neighbour."""
        here = [card for card in self.cards if card.archived_at is None]
        drawn = sorted(faces(self.board, here), key=lambda face: face.card.rank, reverse=True)
        for face in drawn:
            yield Placed(face, self._above(face.card))

    def _above(self, card: Card) -> Card | None:
        """The nearest card above this one in its cell that has not moved itself."""
        if card.column.is_done:
            return None  # what was finished last comes first
        return self.board.cards.above(card).exclude(pk__in=[each.pk for each in self.cards]).first()

    def _fed_by(self, columns: Collection[int]) -> set[int]:
        order = list(self.board.shape.columns)
        return {after for before, after in pairwise(order) if before in columns}

"""The pieces around the cards of a column: its head, the room behind them, the form for one more."""

from dataclasses import dataclass
from typing import NamedTuple

from board.display.page.gate import Gate
from board.display.piece import Piece

A_DOZEN = 12


class Pull(NamedTuple):
    """A card to be pulled."""

    key: str
    number: int
    version: int


@dataclass(frozen=True)
class Head(Piece):
    """The head of a column; of one that is in a pair, below the pair's own."""

    word = "head"

    board_key: str
    column_id: int
    name: str
    is_in_pair: bool
    gate: Gate
    shows_gate: bool
    shares_limit: bool  # with other columns, and not as a pair
    shown: int
    hidden: int
    stage_words: str
    policy: str  # as HTML: the cards that it names are links
    may_limit: bool  # the viewer of the page
    facts: tuple[str, ...] = ()  # what apps say of it


@dataclass(frozen=True)
class PairHead(Piece):
    """The head that the columns of a pair share."""

    word = "pair_head"

    board_key: str
    pair_id: int
    name: str
    gate: Gate
    shown: int
    hidden: int
    may_limit: bool


@dataclass(frozen=True)
class Room(Piece):
    """The end of a column: its free places, and how many cards more there are."""

    word = "room"

    board_key: str
    column_id: int
    free: int
    pull_next: Pull | None
    hidden: int
    rest: int
    further: str  # where they are to be seen
    may_pull: bool

    @property
    def empty_slots(self) -> range:
        """The free places behind the first, which is the inviting one; a dozen stands for more."""
        return range(min(self.free, A_DOZEN) - 1)


@dataclass(frozen=True)
class Adding(Piece):
    """The form for a new card at the end of a column."""

    word = "adding"

    board_key: str
    column_id: int
    name: str
    lane_id: int
    templates: tuple[tuple[int, str], ...] = ()

"""A column as the board shows it, and the header that some share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from board.display.face import Face
from board.display.gate import Gate
from board.models import Card, Column, Lane, Limit, Stage

MORE = 50

_STAGES = {
    Stage.QUEUE: _("options, not started"),
    Stage.ACTIVE: _("in work"),
    Stage.WAITING: _("waiting"),
    Stage.DONE: _("finished"),
}


@dataclass(frozen=True)
class Cell:
    """The cards of one lane in one column."""

    lane: Lane
    faces: list[Face]
    is_last: bool


@dataclass(frozen=True)
class Pair:
    """Columns side by side under one header, like Build's Doing and Done, and their limit."""

    columns: Sequence[Column]
    gate: Gate
    limit: Limit | None

    is_pair = True

    @property
    def pk(self) -> int:
        """Its first column's."""
        return self.columns[0].pk

    @property
    def name(self) -> str:
        return self.columns[0].group

    @property
    def place(self) -> str:
        """Where it is on the page."""
        return f"pair-{self.pk}"


@dataclass(frozen=True)
class ColumnPicture:
    """A column; `rest` cards are there but not shown, and `free` more may be pulled in."""

    column: Column
    gate: Gate
    pair: Pair | None
    limit: Limit | None
    cells: list[Cell]
    rest: int
    free: int
    pull_next: Card | None

    is_pair = False

    @property
    def pk(self) -> int:
        return self.column.pk

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def place(self) -> str:
        return f"column-{self.pk}"

    @property
    def stage_words(self) -> str:
        """What happens here: how fast cards leave, if that is known, else the stage."""
        if self.column.pace:
            return gettext("85 %% by day %(days)s") % {"days": self.column.pace[2]}
        return str(_STAGES[Stage(self.column.stage)])

    @property
    def shown(self) -> int:
        return sum(len(cell.faces) for cell in self.cells)

    @property
    def more(self) -> int:
        """How many cards to ask for to see further."""
        return self.shown + MORE

    @property
    def empty_slots(self) -> range:
        """The free places behind the first, which is the inviting one; a few stand for many."""
        return range(min(self.free - 1, 4))

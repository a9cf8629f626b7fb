"""A column as the board shows it, and the header that some share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from board.display.page.column_pieces import Adding, Head, PairHead, Pull, Room
from board.display.page.face import Face, drawn_together
from board.display.page.gate import Gate
from board.display.page.named_cards import NamedCardsOfBoard
from board.models import Column, Lane, Limit, Stage

_STAGES = {
    Stage.QUEUE: _("options, not started"),
    Stage.ACTIVE: _("being worked on"),
    Stage.WAITING: _("waiting"),
    Stage.DONE: _("finished"),
}


@dataclass(frozen=True)
class Cell:
    """The cards of one lane in one column."""

    lane: Lane
    faces: list[Face]
    past: list[Face]  # those past the cut line of a limit
    is_last: bool

    @classmethod
    def of(cls, lane: Lane, faces: list[Face], past: set[int], *, is_last: bool) -> "Cell":
        within = [face for face in faces if face.number not in past]
        return cls(lane, within, [face for face in faces if face.number in past], is_last)

    @property
    def drawn(self) -> SafeString:
        return drawn_together(self.faces)

    @property
    def drawn_past(self) -> SafeString:
        return drawn_together(self.past)


@dataclass(frozen=True)
class Pair:
    """Columns side by side under one header, like Build's Doing and Done, and their limit."""

    columns: Sequence[Column]
    gate: Gate
    limit: Limit | None
    shown: int
    hidden: int  # by the filter

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

    @property
    def head(self) -> PairHead:
        board = self.columns[0].board
        return PairHead(
            *(board.key, self.pk, self.name, self.gate, self.shown, self.hidden),
            may_limit=board.may_be_led,
        )


@dataclass(frozen=True)
class ColumnPicture:
    """A column.

    The filter lets `shown` of its cards through and keeps others `hidden`; `rest` of those shown
    are further down than its window. `free` more may be pulled in.
    """

    column: Column
    gate: Gate
    pair: Pair | None
    limit: Limit | None
    cells: list[Cell]
    shown: int
    hidden: int
    rest: int
    further: str
    free: int
    pull_next: Pull | None
    cut: Limit | None  # that is passed here
    facts: tuple[str, ...] = ()  # what apps say of it

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
    def shares_limit(self) -> bool:
        """Whether a limit at another column counts here, too."""
        elsewhere = [limit for limit in self.column.board.shape.limits if limit != self._pair_limit]
        return any(
            self.pk in limit.named_column_ids and len(limit.named_column_ids) > 1
            for limit in elsewhere
        )

    @property
    def _pair_limit(self) -> Limit | None:
        return self.pair.limit if self.pair else None

    @property
    def stage_words(self) -> str:
        """Return the pace of the column, if it is known, else its stage."""
        if self.column.pace:
            return gettext("85 %% by day %(days)s") % {"days": self.column.pace[2]}
        return str(_STAGES[Stage(self.column.stage)])

    @property
    def head(self) -> Head:
        board, column = self.column.board, self.column
        return Head(
            board.key,
            column.pk,
            column.short_name if self.pair else column.name,
            is_in_pair=self.pair is not None,
            gate=self.gate,
            shows_gate=self.limit is not None or self.pair is None,
            shares_limit=self.shares_limit,
            shown=self.shown,
            hidden=self.hidden,
            stage_words=self.stage_words,
            policy=self._policy,
            may_limit=board.may_be_led,
            facts=self.facts,
        )

    @property
    def _policy(self) -> str:
        """The policy as HTML; a piece is made of plain values."""
        words = self.column.policy
        return "".join(NamedCardsOfBoard(self.column.board, [words]).in_text(words))

    @property
    def room(self) -> Room:
        board = self.column.board
        return Room(
            *(board.key, self.pk, self.free, self.pull_next),
            *(self.hidden, self.rest, self.further),
            may_pull=board.may_be_changed,
        )

    @property
    def adding(self) -> Adding | None:
        """None where no new card belongs, and for who only looks."""
        board = self.column.board
        if self.column.is_done or not board.may_be_changed:
            return None
        templates = tuple((each.pk, each.name) for each in board.shape.card_templates.values())
        return Adding(board.key, self.pk, self.name, board.shape.usual_lane.pk, templates)

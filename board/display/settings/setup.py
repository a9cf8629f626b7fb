"""The columns and limits of a board as its settings show them: what is said, and what is so now."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.page.gate import Gate, GateState
from board.display.page.picture import Picture
from board.models import Board, Column, Limit
from board.settings_pages.column_rows import GateRow
from board.settings_pages.column_table import ColumnsForm
from board.settings_pages.columns import NewColumnForm
from board.settings_pages.limits import SentenceForm


@dataclass(frozen=True)
class RefusalCounts:
    """How many cards a limit refused in 7 and in 28 days, a card once a day."""

    week: int
    month: int


def refusals_of(board: Board, limit: Limit | None) -> RefusalCounts | None:
    """None if it refused nothing."""
    refused = board.refused_pulls.get(limit.pk) if limit else None
    return RefusalCounts(refused[7], refused[28]) if refused else None


@dataclass(frozen=True)
class TableRow:
    """A row of the table of columns: a column, or the header of a pair."""

    form: GateRow
    gate: Gate
    is_part: bool = False

    @property
    def column(self) -> Column:
        return self.form.columns[0]

    @property
    def name(self) -> str:
        return self.column.short_name if self.is_part else self.form.name

    @property
    def state(self) -> str:
        """How full it is, in words."""
        words = _state(self.gate)
        if self.form.is_pair and words:
            return _("%(state)s, one limit for both") % {"state": words}
        return words

    @property
    def refused(self) -> RefusalCounts | None:
        return refusals_of(self.form.board, self.form.limit)

    @property
    def must_leave(self) -> int:
        """How many cards have to leave before one may enter."""
        return self.gate.over + 1

    @property
    def figure(self) -> str:
        """The number of cards now: 3, or 3+1 if one is apart from the limit."""
        return self.gate.figure.partition("/")[0]


@dataclass(frozen=True)
class LimitLine:
    """A limit that is not a column's own, as a sentence; with how full it is, for each who counts."""

    limit: Limit
    form: SentenceForm
    gates: list[Gate]
    refused: RefusalCounts | None = None

    @property
    def gate(self) -> Gate:
        """The fullest."""
        return max(self.gates, key=lambda gate: gate.count, default=Gate(0, 0, self.limit.maximum))

    @property
    def full(self) -> str:
        """The words of a shut gate."""
        if self.limit.each_person:
            shut = sum(gate.is_shut for gate in self.gates)
            return ngettext("%(n)s person full", "%(n)s people full", shut) % {"n": shut}
        return _state(self.gate)


class Setup:
    """How a board is set up; a form with errors replaces the one of its part."""

    def __init__(
        self,
        board: Board,
        *,
        table: ColumnsForm | None = None,
        sentence: SentenceForm | None = None,
        new_column: NewColumnForm | None = None,
    ):
        self.board = board
        self.picture = Picture(board)
        self.table = table or ColumnsForm(board)
        self.new_column = new_column or NewColumnForm(board=board)
        self._sentence = sentence

    @cached_property
    def rows(self) -> list[TableRow]:
        rows = []
        parts: set[int] = set()
        for row in self.table.rows:
            pair = self.table.pairs.get(row.column.pk)
            if pair:
                parts = {column.pk for column in pair.columns}
                rows.append(TableRow(pair, self.picture.gate_of(*pair.columns)))
            gate = self.picture.gate_of(row.column)
            rows.append(TableRow(row, gate, is_part=row.column.pk in parts))
        return rows

    @property
    def over(self) -> list[TableRow]:
        return [row for row in self.rows if row.gate.state == GateState.OVER]

    @cached_property
    def limits(self) -> list[LimitLine]:
        own = {row.form.limit.pk for row in self.rows if row.form.limit}
        return [
            LimitLine(
                limit,
                self._form_of(limit),
                self._gates_of(limit),
                refusals_of(self.board, limit),
            )
            for limit in self.board.shape.limits
            if limit.pk not in own
        ]

    @property
    def new_limit(self) -> SentenceForm:
        asked = self._sentence
        return asked if asked and asked.limit is None else SentenceForm(self.board)

    def _form_of(self, limit: Limit) -> SentenceForm:
        asked = self._sentence
        if asked and asked.limit and asked.limit.pk == limit.pk:
            return asked
        return SentenceForm(self.board, limit)

    def _gates_of(self, limit: Limit) -> list[Gate]:
        tally, maximum = self.picture.tally, limit.maximum
        if limit.each_person:
            team = self.picture.team
            return [Gate(tally.count(limit, each.pk), maximum=maximum) for each in team]
        return [Gate(tally.count(limit), maximum=maximum)]


def _state(gate: Gate) -> str:
    if gate.state == GateState.OVER:
        return _("Over by %(number)s") % {"number": gate.over}
    if gate.state == GateState.FULL:
        return _("Full") if gate.maximum else _("Closed")
    return gate.words

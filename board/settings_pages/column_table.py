"""The table of all the columns of a board, saved as a whole."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict

from board.forms.errors import tried
from board.models import Board, Column, Person, StalePart
from board.models.words import is_number
from board.settings_pages.column_rows import ColumnRow, GateRow
from board.settings_pages.limits import why_raised


class ColumnsForm(forms.Form):
    """All the columns, in the order in which their rows came.

    `move` asks for a column to change places with its neighbour: "12:up".
    """

    reason = why_raised()

    def __init__(self, board: Board, data: QueryDict | None = None):
        super().__init__(data)
        self.board = board
        self._saving: GateRow | None = None
        self.rows = [ColumnRow(board, column, data) for column in self._in_order(data)]
        self.pairs = {
            row_of[0].column.pk: GateRow(board, [row.column for row in row_of], group, data)
            for group, row_of in self._grouped()
            if group and len(row_of) > 1
        }

    def is_valid(self) -> bool:
        return all(row.is_valid() for row in self._all) and super().is_valid()

    def save(self, *, by: Person) -> bool:
        """Change what was changed, all of it or nothing; False if something is wrong."""
        if self.is_valid():
            with tried(self), transaction.atomic():
                self.board.line_up(
                    [(row.column, row.stage_now) for row in self.rows],
                    by=by,
                    seen={row.column.pk: row.seen for row in self.rows if row.seen is not None},
                    was=self.was,
                )
                for row in self._all:
                    self._saving = row
                    row.save(by=by, reason=self.cleaned_data["reason"])
        return not self.errors and all(not row.errors for row in self._all)

    def say_stale(self, refusal: StalePart) -> None:
        """Let the row say it that was about to be saved; a stage is saved with the order."""
        rows = {row.column.pk: row for row in self.rows}
        row: GateRow = self._saving or rows[refusal.thing.pk]
        row.say_stale(refusal)

    @property
    def is_stale(self) -> bool:
        return any(row.is_stale for row in self._all)

    @property
    def was(self) -> list[int]:
        """The order of the columns as their reader saw it, by id."""
        if self.is_bound:
            seen: Any = self.data
            return [int(pk) for pk in seen.getlist("was") if is_number(pk)]
        return list(self.board.shape.columns)

    @property
    def complaints(self) -> list[str]:
        """Return the errors, in one list above the table."""
        complaints = [str(words) for words in self.non_field_errors()]
        for row in self._all if self.is_bound else []:
            complaints += [str(words) for words in row.non_field_errors()]
            for name, errors in row.errors.items():
                if name in row.fields:
                    complaints += [f"{row.called(name)}: {errors[0]}"]
        return complaints

    @cached_property
    def moved(self) -> str:
        """The column that was asked to change places."""
        return self.data.get("move", "").partition(":")[0]

    @property
    def _all(self) -> list[GateRow]:
        return [*self.rows, *self.pairs.values()]

    def _in_order(self, data: QueryDict | None) -> list[Column]:
        columns = self.board.shape.columns
        if data is None:
            return list(columns.values())
        asked = [int(pk) for pk in data.getlist("column") if is_number(pk)]
        if asked == self.was:  # nobody put them in another order here, but perhaps elsewhere
            asked = list(columns)
        order = [columns[pk] for pk in dict.fromkeys(asked) if pk in columns]
        pk, _colon, way = data.get("move", "").partition(":")
        at = next((at for at, column in enumerate(order) if str(column.pk) == pk), None)
        if at is not None:
            to = max(at - 1, 0) if way == "up" else at + 1
            order.insert(to, order.pop(at))
        return order

    def _grouped(self) -> list[tuple[str, list[ColumnRow]]]:
        """The rows of each group that stand side by side."""
        runs = groupby(self.rows, key=lambda row: row.column.group)
        return [(group, list(rows)) for group, rows in runs]


def gate_row(column: Column, data: QueryDict) -> GateRow:
    """Return the result for the limit on this column, or on the pair that begins with it."""
    pair = ColumnsForm(column.board).pairs.get(column.pk)
    if pair and f"{pair.prefix}-maximum" in data:
        return GateRow(column.board, pair.columns, pair.name, data)
    return GateRow(column.board, [column], column.name, data)

"""A chart on a page: what it asks, says and shows, and where its data, table and picture are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format

from flow.metrics.charts import Chart, Data, Table
from flow.metrics.charts.chart import Link

if TYPE_CHECKING:
    from flow.metrics.forms import QuestionForm

SHOWN = 30  # rows of a table on a page with several charts

Row = tuple[list[Link], list[Link]]  # its words, and its numbers


@dataclass(frozen=True)
class DrawnChart:
    chart: Chart
    data: Data
    form: "QuestionForm"

    @cached_property
    def says(self) -> str:
        return self.chart.says(self.data)

    @cached_property
    def is_empty(self) -> bool:
        return self.chart.is_empty(self.data)

    @cached_property
    def table(self) -> Table:
        return self.chart.table(self.data)

    @property
    def rows(self) -> list[Row]:
        """All rows of the table, as they are read."""
        return [self._row(row) for row in self.table.rows]

    @property
    def first_rows(self) -> list[Row]:
        """As many of them as fit next to other charts."""
        return [self._row(row) for row in self.table.rows[:SHOWN]]

    @property
    def more(self) -> int:
        """How many rows that leaves out."""
        return max(len(self.table.rows) - SHOWN, 0)

    @property
    def page(self) -> str:
        return self._at("flow-chart")

    @property
    def source(self) -> str:
        return self._at("flow-data")

    @property
    def csv(self) -> str:
        return self._at("flow-csv")

    @property
    def picture(self) -> str:
        return self._at("flow-picture")

    def _row(self, cells: Sequence[Any]) -> Row:
        words = [each if isinstance(each, Link) else Link(_read(each)) for each in cells]
        return words[: self.table.words], words[self.table.words :]

    def _at(self, page: str) -> str:
        url = reverse(page, args=[self.form.board.key, self.chart.name])
        return f"{url}?{self.form.query}" if self.form.query else url


def _read(cell: Any) -> str:
    return date_format(cell, "j M Y") if isinstance(cell, date) else str(cell)

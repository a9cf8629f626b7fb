"""Where the card of a row has been, and where it is."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from board.importers.csv_file import CsvRow
from board.importers.dates import Dates
from board.importers.history import ColumnHistory, Known, Undated, history
from board.importers.mapping import Mapping
from board.importers.problems import Problems, Wrong, shown
from board.models import Column, Visit
from board.models.name import compared


class HistoryReader:
    """Reads states and dates for a board with these columns."""

    def __init__(
        self, mapping: Mapping, columns: Sequence[Column], *, dates: Dates, now: datetime
    ) -> None:
        self.mapping = mapping
        self.columns = columns
        self.dates = dates
        self.now = now
        self._undated = Undated(mapping.closed_without_date)
        self._by_name = {compared(column.name): column for column in columns}
        self._states = {compared(state): column for state, column in mapping.states.items()}
        self._given_up = {compared(state) for state in mapping.archived}
        entered = {compared(name): field for name, field in mapping.entered.items()}
        self._fields = {
            column: entered[name] for name, column in self._by_name.items() if name in entered
        }
        in_order = (mapping.created, *self._fields.values(), mapping.arrived)
        self._dated = [field for field in dict.fromkeys(in_order) if field]

    @property
    def strange_columns(self) -> list[str]:
        """Return the columns of the mapping that the board does not have."""
        named = (*self.mapping.states.values(), *self.mapping.entered)
        return [name for name in dict.fromkeys(named) if compared(name) not in self._by_name]

    def of(self, row: CsvRow, problems: Problems) -> ColumnHistory | None:
        """The way of this row's card; None if something is wrong with it, which is noted."""
        before = problems.count
        dates = self._moments(row, problems)
        entered = [
            Visit(column, dates[field]) for column, field in self._fields.items() if field in dates
        ]
        with problems.on(row.line):
            present = self._present(row, entered)
            if problems.count > before:
                return None
            known = Known(
                present,
                created=dates.get(self.mapping.created),
                entered=entered,
                arrived=dates.get(self.mapping.arrived),
            )
            return history(known, columns=self.columns, now=self.now, undated=self._undated)
        return None

    def _moments(self, row: CsvRow, problems: Problems) -> dict[str, datetime]:
        """The moment in each dated field that is not empty."""
        moments: dict[str, datetime] = {}
        latest = None
        for field in self._dated:
            with problems.on(row.line):
                if text := row.value(field):
                    moments[field] = latest = self.dates.moment(field, text, after=latest)
        return moments

    def _present(self, row: CsvRow, entered: Sequence[Visit]) -> Column | None:
        """The column that the card is in; None if its state says that it was given up."""
        if not self.mapping.state:
            if not entered:
                raise Wrong(_("no date says which column it is in."))
            return entered[-1].column
        state = row.value(self.mapping.state)
        if compared(state) in self._given_up:
            return None
        name = self._states.get(compared(state), state)
        if compared(name) not in self._by_name:
            raise Wrong(
                _("its state “%(state)s” is not a column here; map it with --put “%(state)s=…”")
                % {"state": shown(state)}
            )
        return self._by_name[compared(name)]

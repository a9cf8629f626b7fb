"""Where the card of a row has been, and where it is."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from board.importers.csv_file import Row
from board.importers.dates import moment, read_date
from board.importers.history import History, Known, history
from board.importers.mapping import Mapping
from board.importers.problems import Problems, Wrong
from board.models import Column, Visit


class Way:
    """Reads states and dates for a board with these columns."""

    def __init__(
        self, mapping: Mapping, columns: Sequence[Column], *, zone: tzinfo, now: datetime
    ) -> None:
        self.mapping = mapping
        self.columns = columns
        self.zone = zone
        self.now = now
        self._today = now.astimezone(zone).date()
        self._by_name = {column.name.lower(): column for column in columns}
        self._states = {state.lower(): column for state, column in mapping.states.items()}
        self._given_up = {state.lower() for state in mapping.archived}
        entered = {name.lower(): field for name, field in mapping.entered.items()}
        self._fields = {
            column: entered[name] for name, column in self._by_name.items() if name in entered
        }
        in_order = (mapping.created, *self._fields.values(), mapping.arrived)
        self._dated = [field for field in dict.fromkeys(in_order) if field]

    @property
    def strange_columns(self) -> list[str]:
        """What the mapping takes for a column of the board, but is none."""
        named = (*self.mapping.states.values(), *self.mapping.entered)
        return [name for name in dict.fromkeys(named) if name.lower() not in self._by_name]

    def of(self, row: Row, problems: Problems) -> History | None:
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
            return history(known, columns=self.columns, now=self.now)
        return None

    def _moments(self, row: Row, problems: Problems) -> dict[str, datetime]:
        """The moment in each dated field that is not empty."""
        found: dict[str, datetime] = {}
        latest = None
        for field in self._dated:
            if text := row.values[field].strip():
                with problems.on(row.line):
                    found[field] = latest = self._moment(field, text, after=latest)
        return found

    def _moment(self, field: str, text: str, *, after: datetime | None) -> datetime:
        try:
            written = read_date(text, self.mapping.dates, today=self._today)
            return moment(written, self.zone, after=after)
        except (ValueError, OverflowError):
            raise Wrong(
                _("%(field)s is “%(text)s”, not a date like %(formats)s.")
                % {
                    "field": field,
                    "text": text,
                    "formats": _(" or ").join(self.mapping.dates),
                }
            ) from None

    def _present(self, row: Row, entered: Sequence[Visit]) -> Column | None:
        """The column that the card is in; None if its state says that it was given up."""
        if not self.mapping.state:
            if not entered:
                raise Wrong(_("no date says which column it is in."))
            return entered[-1].column
        state = row.values[self.mapping.state].strip()
        if state.lower() in self._given_up:
            return None
        name = self._states.get(state.lower(), state)
        if name.lower() not in self._by_name:
            raise Wrong(
                _("its state “%(state)s” is no column here; say where it goes: --put “%(state)s=…”")
                % {"state": state}
            )
        return self._by_name[name.lower()]

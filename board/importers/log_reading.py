"""A whole event log as entries of cards into columns, one after another as they stand in the file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from board.importers.csv_file import CsvFile, Row
from board.importers.dates import read_date
from board.importers.event_log import EventLog
from board.importers.history import EARLIEST
from board.importers.moments import Moments
from board.importers.problems import CannotImport, Problems, Wrong
from board.importers.text import DESCRIPTION, ID, fitting, must_say, short
from board.models import Column, Entry

NAMED = 1_000  # activities that are told apart; a field with more of them is no activity


class LogReading:
    """Reads a log for a board with these columns; nothing is kept of a row that was read.

    It counts the rows that `entered` each column, and those `ignored` by their activity.
    """

    def __init__(
        self,
        file: CsvFile,
        log: EventLog,
        columns: Sequence[Column],
        *,
        zone: tzinfo,
        now: datetime,
    ) -> None:
        self.file = file
        self.log = log
        self.problems = Problems()
        self.entered: Counter[str] = Counter({column.name: 0 for column in columns})
        self.ignored: Counter[str] = Counter()
        self._columns = {column.name.lower(): column for column in columns}
        self._now = now
        self._today = now.astimezone(zone).date()
        self._moments = Moments(zone)

    def entries(self, watch: Callable[[Iterable[Row]], Iterable[Row]] = iter) -> Iterator[Entry]:
        """Every entry of the file; raise CannotImport with all that is wrong when it was read."""
        if lacks := self.file.lacks(self.log.named):
            raise CannotImport(*lacks)
        for row in watch(self.file.rows(self.problems)):
            try:
                entry = self._entry(row)
            except Wrong as wrong:
                self.problems.note(str(wrong), line=row.line)
            else:
                if entry is not None and not self.problems.count:
                    yield entry
        self.problems.stop()
        if not self.entered.total():
            raise CannotImport(self._nothing())

    @property
    def unread(self) -> list[str]:
        return [field for field in self.file.fields if field and field not in self.log.named]

    def _entry(self, row: Row) -> Entry | None:
        """What a row tells; None if its activity is no column. Raises Wrong."""
        activity = row.values[self.log.column].strip()
        column = self._columns.get(activity.lower())
        if column is None:
            self._ignore(activity)
            return None
        external_id = short(must_say(row, self.log.card), ID, self.log.card)
        entered_at = self._moment(external_id, must_say(row, self.log.time))
        self.entered[column.name] += 1
        return Entry(external_id, column.pk, entered_at, *self._title(row))

    def _moment(self, external_id: str, text: str) -> datetime:
        try:
            written = read_date(text, self.log.dates, today=self._today)
            moment = self._moments.of(external_id, written)
        except (ValueError, OverflowError):
            raise Wrong(
                _("%(field)s is “%(text)s”, not a date like %(formats)s.")
                % {
                    "field": self.log.time,
                    "text": text,
                    "formats": _(" or ").join(self.log.dates),
                }
            ) from None
        if moment < EARLIEST:
            raise Wrong(_("its date is before 1970."))
        if moment > self._now:
            raise Wrong(_("its date is in the future."))
        return moment

    def _title(self, row: Row) -> tuple[str, str]:
        """The title that the row gives its card, and the whole of it where that had to be cut."""
        if not self.log.title:
            return "", ""
        title, whole = fitting(row.values[self.log.title])
        return title, short(whole, DESCRIPTION, self.log.title)

    def _ignore(self, activity: str) -> None:
        known = activity in self.ignored or len(self.ignored) < NAMED
        self.ignored[activity if known else "…"] += 1

    def _nothing(self) -> str:
        """Why no card came of the file."""
        if not self.ignored:
            return _("%(file)s has no rows.") % {"file": self.file.name}
        return _("No row enters a column. In %(field)s it says: %(activities)s.") % {
            "field": self.log.column,
            "activities": ", ".join(activity for activity, _n in self.ignored.most_common(20)),
        }

"""A whole event log as entries of cards into columns, one after another as they stand in the file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from board.importers.csv_file import CsvFile
from board.importers.csv_row import CsvRow
from board.importers.dates import Dates
from board.importers.event_log import EventLog
from board.importers.history import EARLIEST
from board.importers.moments import Moments
from board.importers.problems import CannotImport, Problems, Wrong, shown
from board.importers.text import DESCRIPTION, ID, fitting, must_say, short
from board.models import Column, Entry
from board.models.name import compared

NAMED = 1_000  # activities that are told apart; a field with more of them is no activity
MORE = "…"  # what the others are called
BEYOND = -1_000_000


class LogReader:
    """Reads a log for a board with these columns; nothing is kept of a row that was read.

    It counts the rows that `entered` each column, those that have `taken_off` a card, and those
    `ignored` by their activity. An activity that is no column is a place below 0; `archiving` has
    those that take cards off.
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
        self._now = now
        self.dates = Dates(
            log.dates, zone=zone, now=now, languages=log.language, is_said=bool(log.dates_in)
        )
        self._moments = Moments(self.dates.zone_of(log.time))
        self._places = {compared(column.name): column.pk for column in columns}
        self._names = {column.pk: column.name for column in columns}
        self._written: dict[str, int] = {}  # the places, as the log writes them
        self.archiving = {self._place(activity) for activity in log.archived}
        self.taken_off: Counter[str] = Counter({shown(name): 0 for name in log.archived})

    def entries(
        self, watch: Callable[[Iterable[CsvRow]], Iterable[CsvRow]] = iter
    ) -> Iterator[Entry]:
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

    def name_of(self, place: int) -> str:
        """Return the name of this column in the log."""
        return self._names.get(place, MORE)

    def _entry(self, row: CsvRow) -> Entry | None:
        """Return the entry of a row; None for an ignored row that enters no column. Raises Wrong."""
        activity = row.value(self.log.column)
        place = self._place(activity)
        if place > 0:
            entry = self._entry_at(row, place)
            self.entered[self._names[place]] += 1
            return entry
        if place in self.archiving:
            self.taken_off[self._names[place]] += 1
            return self._entry_at(row, place)
        self.ignored[self.name_of(place)] += 1
        with suppress(Wrong):
            return self._entry_at(row, place)
        return None

    def _entry_at(self, row: CsvRow, place: int) -> Entry:
        external_id = short(must_say(row, self.log.card), ID, self.log.card)
        entered_at = self._moment(external_id, must_say(row, self.log.time))
        name = row.value(self.log.came_from) if self.log.came_from else ""
        came_from = self._place(name) if name else 0
        title, whole = self._title(row) if self.log.title else ("", "")
        return Entry(external_id, place, entered_at, title, whole, came_from, row.line)

    def _moment(self, external_id: str, text: str) -> datetime:
        written = self.dates.written(self.log.time, text)
        try:
            is_moment = written.tzinfo and written.year > 1  # the year 1 may not exist in UTC
            moment = written if is_moment else self._moments.of(external_id, written)
        except (ValueError, OverflowError):
            raise self.dates.no_date(self.log.time, text) from None
        if moment < EARLIEST:
            raise Wrong(_("its date is before 1970."))
        if moment > self._now:
            raise Wrong(_("its date is in the future."))
        return moment

    def _place(self, activity: str) -> int:
        """The id of the column that is called so, or a number below 0."""
        place = self._written.get(activity)
        if place is None:
            place = self._named(activity)
            if len(self._written) < NAMED:
                self._written[activity] = place
        return place

    def _named(self, activity: str) -> int:
        place = self._places.get(compared(activity))
        if place is None:
            place = -1 - len(self._places)
            if len(self._places) >= NAMED + len(self.entered):
                return BEYOND
            self._places[compared(activity)] = place
            self._names[place] = shown(activity)
        return place

    def _title(self, row: CsvRow) -> tuple[str, str]:
        """The title that the row gives its card, and the whole of it where that had to be cut."""
        title, whole = fitting(row.value(self.log.title))
        return title, short(whole, DESCRIPTION, self.log.title)

    def _nothing(self) -> str:
        """Why no card came of the file."""
        if not self.ignored:
            return _("%(file)s has no rows.") % {"file": self.file.name}
        return _("No row enters a column. The values of %(field)s are: %(activities)s.") % {
            "field": self.log.column,
            "activities": ", ".join(activity for activity, _n in self.ignored.most_common(20)),
        }

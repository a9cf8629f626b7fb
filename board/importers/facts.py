"""The other facts of a row: the due date, the size, the class and the lane."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from board.importers.csv_row import CsvRow
from board.importers.dates import Dates, moment
from board.importers.history import EARLIEST
from board.importers.mapping import Mapping as Fields
from board.importers.notes import Notes
from board.importers.problems import Wrong, shown
from board.models import Board, Lane, ServiceClass
from board.models.name import compared

LARGEST = 2**15 - 1  # what the board keeps of a size
_WHOLE = re.compile(r"(?P<whole>\d{1,6})(?:[.,]0+)?")  # Jira writes 3.0


class Named(Protocol):
    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


class FactsReader:
    """Reads these fields for one board."""

    def __init__(self, fields: Fields, board: Board, *, dates: Dates, notes: Notes) -> None:
        self.fields = fields
        self.zone = board.zone
        self.dates = dates
        self.notes = notes
        self._lanes = _by_name(board.shape.lanes.values())
        self._classes = _by_name(board.shape.service_classes.values())
        self._called = {compared(value): compared(name) for value, name in fields.classes.items()}

    @property
    def unknown_classes(self) -> list[str]:
        """Return the classes of the mapping that the board does not have."""
        return [name for name in self._called.values() if name not in self._classes]

    def due_on(self, row: CsvRow) -> date | None:
        """The day as it is written; with a time of day, the day that this is on the board."""
        text = row.value(self.fields.due) if self.fields.due else ""
        if not text:
            return None
        written = self.dates.written(self.fields.due, text)
        if written.time() != time():
            written = moment(written, self.dates.zone_of(self.fields.due)).astimezone(self.zone)
        if written.date() < EARLIEST.date():
            raise Wrong(_("its date for %(name)s is before 1970.") % {"name": self.fields.due})
        return written.date()

    def size(self, row: CsvRow) -> tuple[int | None, str]:
        """The size that the row says; what is no whole number is returned as it is."""
        text = row.value(self.fields.size) if self.fields.size else ""
        whole = _WHOLE.fullmatch(text)
        if whole and int(whole["whole"]) <= LARGEST:
            return int(whole["whole"]), ""
        if text:
            self.notes.sizes[shown(text)] += 1
        return None, text

    def service_class(self, row: CsvRow) -> tuple[ServiceClass | None, str]:
        """The class of service that the row names; a value that is none is returned as it is."""
        return _found(
            row, self.fields.service_class, self._classes, self._called, self.notes.classes
        )

    def lane(self, row: CsvRow) -> tuple[Lane | None, str]:
        """The lane that the row names; a value that is none is returned as it is."""
        return _found(row, self.fields.lane, self._lanes, {}, self.notes.lanes)


def _found(
    row: CsvRow,
    field: str,
    things: Mapping[str, Thing],
    called: Mapping[str, str],
    strange: Counter[str],
) -> tuple[Thing | None, str]:
    value = row.value(field) if field else ""
    name = compared(value)
    thing = things.get(called.get(name, name))
    if value and thing is None:
        strange[shown(value)] += 1
    return thing, "" if thing else value


def _by_name(things: Iterable[Thing]) -> dict[str, Thing]:
    return {compared(thing.name): thing for thing in things}

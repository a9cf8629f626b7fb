"""The meaning of the fields of an event log, and the activities that are columns."""

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from board.importers.date_names import check_language
from board.importers.dates import ISO, check_format
from board.importers.mapping import check_columns, check_zone
from board.importers.problems import Wrong
from board.models.name import compared


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """Which field of a row is what: this card came into this column then."""

    card: str
    time: str
    column: str
    title: str = ""
    came_from: str = ""  # the activity before
    archived: tuple[str, ...] = ()  # activities that take a card off the board
    columns: Pairs[str, str] = field(default_factory=dict)  # name and stage, left to right
    dates: tuple[str, ...] = (ISO,)
    language: tuple[str, ...] = ()
    dates_in: str = ""  # the zone of the times, if it is not that of the board
    time_zone: str = ""

    def __post_init__(self) -> None:
        """Raise Wrong unless each of it can be meant."""
        check_columns(self.columns)
        columns = {compared(name) for name in self.columns}
        if both := [name for name in self.archived if compared(name) in columns]:
            raise Wrong(_("%(name)s is a column; its cards are not archived.") % {"name": both[0]})
        for form in self.dates:
            check_format(form)
        for code in self.language:
            check_language(code)
        check_zone(self.time_zone)
        check_zone(self.dates_in)

    @property
    def named(self) -> list[str]:
        """All fields that the file must have."""
        return [each for each in self._fields if each]

    @property
    def _fields(self) -> list[str]:
        return [self.card, self.time, self.column, self.title, self.came_from]

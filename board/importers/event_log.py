"""What the fields of an event log are here, and which of its activities are columns."""

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field

from board.importers.dates import ISO, check_format
from board.importers.mapping import check_columns, check_zone


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """Which field of a row is what: this card came into this column then."""

    card: str
    time: str
    column: str
    title: str = ""
    columns: Pairs[str, str] = field(default_factory=dict)  # name and stage, left to right
    dates: tuple[str, ...] = (ISO,)
    time_zone: str = ""

    def __post_init__(self) -> None:
        """Raise Wrong unless each of it can be meant."""
        check_columns(self.columns)
        for form in self.dates:
            check_format(form)
        check_zone(self.time_zone)

    @property
    def named(self) -> list[str]:
        """All fields that the file must have."""
        return [each for each in (self.card, self.time, self.column, self.title) if each]

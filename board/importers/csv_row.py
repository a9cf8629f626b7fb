"""One record of a CSV file: its values by the names of their fields, of which one may come twice."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from board.importers.problems import Wrong, shown

Places = Mapping[str, Sequence[int]]  # where the values of a field stand


class CsvRow(NamedTuple):
    """A record, and the line that it begins on."""

    line: int
    record: Sequence[str]
    places: Places

    def value(self, field: str) -> str:
        """The one value of a field, "" for none; raise Wrong if it has several that differ."""
        places = self.places[field]
        if len(places) == 1:
            return self.record[places[0]].strip()
        values = self.several(field)
        if len(values) > 1:
            raise Wrong(
                _("its %(field)s has several values, and one is needed: %(values)s.")
                % {"field": field, "values": ", ".join(f"“{shown(each)}”" for each in values)}
            )
        return values[0] if values else ""

    def several(self, field: str) -> list[str]:
        """Each value of a field once, in the order of the file."""
        values = (self.record[place].strip() for place in self.places[field])
        return [*dict.fromkeys(value for value in values if value)]


def places_of(header: Sequence[str]) -> Places:
    """Return the places of the values of each named field."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        places.setdefault(name, []).append(place)
    return places

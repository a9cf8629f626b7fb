"""The people of another tool as people of the board: by the mapping, or by their address."""

import re
from collections.abc import Iterable

from board.importers.csv_row import CsvRow
from board.importers.mapping import Mapping
from board.importers.notes import Notes
from board.models import Person
from board.models.name import compared

_ADDRESS = re.compile(r"(?:.*<)?\s*(?P<address>[^<>\s]+@[^<>\s]+?)\s*>?")  # Ada <ada@example.org>


class People:
    """Finds the members of a name; an unknown person is kept as a name."""

    def __init__(self, mapping: Mapping, members: Iterable[Person], *, notes: Notes) -> None:
        self.mapping = mapping
        self.notes = notes
        self._members = {member.email.lower(): member for member in members}
        self._addresses = {
            compared(name): address.lower() for name, address in mapping.people.items()
        }

    def assigned(self, row: CsvRow) -> tuple[list[Person], list[str]]:
        """The members that the row names, and the names of others."""
        members: dict[int, Person] = {}
        others: list[str] = []
        for name in self._names(row):
            if member := self.called(name):
                members[member.pk] = member
            else:
                others.append(name)
                if not self._address_of(name):
                    self.notes.people[name] += 1
        return [*members.values()], others

    def called(self, name: str) -> Person | None:
        """Return the member with this name or address."""
        address = self._address_of(name)
        member = self._members.get(address)
        if address and member is None:
            self.notes.strangers[address] += 1
        return member

    def _address_of(self, name: str) -> str:
        """The address of somebody by the mapping, else the one in the name; "" for none."""
        if mapped := self._addresses.get(compared(name), ""):
            return mapped
        written = _ADDRESS.fullmatch(name.strip())
        return written["address"].lower() if written else ""

    def _names(self, row: CsvRow) -> list[str]:
        if not self.mapping.assignee:
            return []
        values = row.several(self.mapping.assignee)
        if not self.mapping.people_separator:
            return values
        parts = (
            part.strip() for each in values for part in each.split(self.mapping.people_separator)
        )
        return [*dict.fromkeys(part for part in parts if part)]

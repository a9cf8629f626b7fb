"""The comments on a card in another tool: each value of the fields with comments is one."""

import re
from collections.abc import Iterator
from datetime import datetime

from board.importers.csv_row import CsvRow
from board.importers.dates import Dates
from board.importers.history import EARLIEST
from board.importers.mapping import Mapping
from board.importers.notes import Notes
from board.importers.people import People
from board.importers.problems import Wrong
from board.importers.text import pieces
from board.models import Comment, Remark

COMMENT = Comment._meta.get_field("text").max_length or 0
_JIRA = re.compile(r"(?P<at>[^;\n]{6,40});(?P<by>[^;\n]{0,200});(?P<text>.+)", re.DOTALL)


class Comments:
    """Reads them; Jira says in each when it was made and who made it."""

    def __init__(
        self, mapping: Mapping, *, dates: Dates, people: People, notes: Notes, now: datetime
    ) -> None:
        self.mapping = mapping
        self.dates = dates
        self.people = people
        self.notes = notes
        self.now = now

    def of(self, row: CsvRow) -> list[Remark]:
        return [
            remark
            for field in self.mapping.comment
            for value in row.several(field)
            for remark in self._remarks(field, value)
        ]

    def _remarks(self, field: str, value: str) -> Iterator[Remark]:
        """A comment; one that is longer than the board keeps becomes several."""
        at, by, text = self._parts_of(field, value)
        member = self.people.called(by) if by else None
        text = f"{by}: {text}" if by and member is None else text
        parts = pieces(text, COMMENT)
        self.notes.comments += len(parts) > 1
        for part in parts:
            yield Remark(part, at, member)

    def _parts_of(self, field: str, value: str) -> tuple[datetime | None, str, str]:
        """When, by whom and what, as far as it is said."""
        parts = _JIRA.fullmatch(value)
        if not parts or not parts["text"].strip():
            return None, "", value
        try:
            at = self.dates.moment(field, parts["at"].strip())
        except Wrong:
            return None, "", value
        if not EARLIEST <= at <= self.now:
            return None, "", value
        return at, parts["by"].strip(), parts["text"].strip()

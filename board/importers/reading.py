"""A whole file as cards that arrive, by a mapping and for one board."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from board.importers.csv_file import CsvFile, Row
from board.importers.mapping import Mapping
from board.importers.problems import CannotImport, Problems, Wrong
from board.importers.text import read_id, read_labels, read_text
from board.importers.way import Way
from board.models import Arrival, Column


class Reading:
    """Reads a file for a board with these columns.

    It counts what it had to decide: `shortened` titles, and cards whose arrival in their column is
    `guessed`. `unread` names the fields of which nothing is kept.
    """

    def __init__(
        self,
        file: CsvFile,
        mapping: Mapping,
        columns: Sequence[Column],
        *,
        zone: tzinfo,
        now: datetime,
    ) -> None:
        self.file = file
        self.mapping = mapping
        self.columns = columns
        self.way = Way(mapping, columns, zone=zone, now=now)
        self.problems = Problems()
        self.notes: Counter[str] = Counter()
        self._first_lines: dict[str, int] = {}

    def arrivals(self, watch: Callable[[Iterable[Row]], Iterable[Row]] = iter) -> list[Arrival]:
        """Every card of the file; raise CannotImport with all that is wrong."""
        self._know_the_names()
        rows = watch(self.file.rows(self.problems))
        found = [arrival for row in rows if (arrival := self._arrival(row))]
        self.problems.stop()
        return found

    @property
    def unread(self) -> list[str]:
        return [field for field in self.file.fields if field and field not in self.mapping.named]

    def _know_the_names(self) -> None:
        """Raise CannotImport unless the file has the fields, and the board the columns."""
        sentences = self.file.lacks(self.mapping.named)
        if strange := self.way.strange_columns:
            facts = {"strange": ", ".join(strange), "columns": ", ".join(map(str, self.columns))}
            sentences.append(_("The board has no column %(strange)s. It has: %(columns)s.") % facts)
        if sentences:
            raise CannotImport(*sentences)

    def _arrival(self, row: Row) -> Arrival | None:
        """The card of a row; None if something in it is wrong, which is noted."""
        way = self.way.of(row, self.problems)
        with self.problems.on(row.line):
            text = read_text(row, self.mapping)
        with self.problems.on(row.line):
            labels = read_labels(row, self.mapping)
        with self.problems.on(row.line):
            external_id = self._new_id(row)
            if self.problems.count or way is None:
                return None
            self.notes["guessed"] += way.is_guessed
            self.notes["shortened"] += text.is_shortened
            return Arrival(
                external_id=external_id,
                title=text.title,
                description=text.description,
                labels=labels,
                visits=way.visits,
                created_at=way.created_at,
                archived_at=way.archived_at,
            )
        return None

    def _new_id(self, row: Row) -> str:
        """The id of this row's card; raise Wrong if an earlier row has it."""
        external_id = read_id(row, self.mapping)
        first = self._first_lines.setdefault(external_id, row.line)
        if first != row.line:
            raise Wrong(
                _("its id %(id)s is on line %(line)s already.") % {"id": external_id, "line": first}
            )
        return external_id

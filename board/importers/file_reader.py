"""A whole file as cards that arrive, by a mapping and for one board."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from typing import TypedDict

from django.utils.translation import gettext as _

from board.importers.checklists import Checklists
from board.importers.comments import COMMENT, Comments
from board.importers.csv_file import CsvFile
from board.importers.csv_row import CsvRow
from board.importers.dates import Dates
from board.importers.facts import FactsReader
from board.importers.history import ColumnHistory
from board.importers.mapping import Mapping
from board.importers.notes import Notes
from board.importers.people import People
from board.importers.problems import CannotImport, Problems, Wrong, shown
from board.importers.text import Kept, Text, pieces, read_id, read_labels, read_text
from board.importers.way import HistoryReader
from board.models import Arrival, Board, ItemWords, Lane, Person, Remark, ServiceClass


class ArrivalTerms(TypedDict, total=False):
    """The facts of an arrival besides its text and its history."""

    labels: list[str]
    assignees: list[Person]
    lane: Lane | None
    service_class: ServiceClass | None
    due_on: date | None
    size: int | None
    scenarios: list[ItemWords]
    steps: list[ItemWords]
    comments: list[Remark]


class FileReader:
    """Reads a file for a board.

    `notes` has what it had to decide, `unread` the fields of which nothing is kept, `problems`
    what is wrong with rows.
    """

    def __init__(
        self,
        file: CsvFile,
        mapping: Mapping,
        board: Board,
        *,
        zone: tzinfo,
        now: datetime,
        problems: Problems,
    ) -> None:
        self.file = file
        self.mapping = mapping
        self.columns = list(board.shape.columns.values())
        self.problems = problems
        self.notes, self._of_row = Notes(), Notes()
        self.dates = dates = Dates(
            mapping.dates,
            zone=zone,
            now=now,
            languages=mapping.language,
            is_said=bool(mapping.dates_in),
        )
        self.way = HistoryReader(mapping, self.columns, dates=dates, now=now)
        self.facts = FactsReader(mapping, board, dates=dates, notes=self._of_row)
        self.people = People(mapping, Person.objects.working_on(board), notes=self._of_row)
        self.comments = Comments(
            mapping, dates=dates, people=self.people, notes=self._of_row, now=now
        )
        self.checklists = Checklists(mapping, notes=self._of_row)
        self._here = set(board.cards.imported().values_list("external_id", flat=True))
        self._first_lines: dict[str, int] = {}

    def arrivals(
        self, watch: Callable[[Iterable[CsvRow]], Iterable[CsvRow]] = iter
    ) -> list[Arrival]:
        """Every card of the file; raise CannotImport with all that is wrong."""
        self._know_the_names()
        rows = watch(self.file.rows(self.problems))
        arrivals = [arrival for row in rows if (arrival := self._arrival(row))]
        self.problems.stop(is_whole=not arrivals)
        return arrivals

    @property
    def unread(self) -> list[str]:
        return [field for field in self.file.fields if field and field not in self.mapping.named]

    def _know_the_names(self) -> None:
        """Raise CannotImport unless the file has the fields, and the board the columns."""
        sentences = self.file.lacks(self.mapping.named)
        if strange := self.way.strange_columns:
            facts = {"strange": ", ".join(strange), "columns": ", ".join(map(str, self.columns))}
            sentences.append(_("The board has no column %(strange)s. It has: %(columns)s.") % facts)
        if unknown := self.facts.unknown_classes:
            sentence = _("The board has no class of service %(unknown)s.")
            sentences.append(sentence % {"unknown": ", ".join(unknown)})
        if sentences:
            raise CannotImport(*sentences)

    def _arrival(self, row: CsvRow) -> Arrival | None:
        """The card of a row; None if something in it is wrong, which is noted."""
        before = self.problems.count
        self._of_row.clear()
        way = self.way.of(row, self.problems)
        terms, kept = self._terms(row)
        with self.problems.on(row.line):
            text = read_text(row, self.mapping, kept)
            terms["comments"] = [*_spilled(text), *self.comments.of(row)]
        with self.problems.on(row.line):
            external_id = self._new_id(row)
            if self.problems.count > before or way is None:
                return None
            arrival = Arrival(
                external_id=external_id,
                title=text.title,
                description=text.description,
                visits=way.visits,
                created_at=way.created_at,
                archived_at=way.archived_at,
                **terms,
            )
            if external_id not in self._here:
                self._note(way, text)
            return arrival
        return None

    def _terms(self, row: CsvRow) -> tuple[ArrivalTerms, list[Kept]]:
        """Return the facts of a row, and the fields kept as text since the board does not know
        them.
        """
        terms: ArrivalTerms = {}
        names = self.mapping
        labels: list[str] = []
        people: list[str] = []
        lane = kind = size = ""
        with self.problems.on(row.line):
            terms["labels"], labels = read_labels(row, names)
        with self.problems.on(row.line):
            terms["assignees"], people = self.people.assigned(row)
        with self.problems.on(row.line):
            terms["lane"], lane = self.facts.lane(row)
        with self.problems.on(row.line):
            terms["service_class"], kind = self.facts.service_class(row)
        with self.problems.on(row.line):
            terms["due_on"] = self.facts.due_on(row)
        with self.problems.on(row.line):
            terms["size"], size = self.facts.size(row)
        lists = self.checklists.of(row)
        terms["scenarios"], terms["steps"] = lists.scenarios, lists.steps
        self._of_row.labels.update(labels)
        kept = [
            (names.assignee, ", ".join(people)),
            (names.lane, lane),
            (names.service_class, kind),
            (names.size, size),
            (_("Labels"), ", ".join(labels)),
            *lists.kept,
        ]
        return terms, kept

    def _note(self, way: ColumnHistory, text: Text) -> None:
        """Count what was decided about a card that is new here."""
        self._of_row.guessed += way.is_guessed
        self._of_row.undated += way.is_undated
        self._of_row.titles += text.is_shortened
        self._of_row.descriptions += bool(text.rest)
        self.notes.add(self._of_row)

    def _new_id(self, row: CsvRow) -> str:
        """The id of this row's card; raise Wrong if an earlier row has it."""
        external_id = read_id(row, self.mapping)
        first = self._first_lines.setdefault(external_id, row.line)
        if first != row.line:
            raise Wrong(
                _("its id %(id)s is on line %(line)s already.")
                % {"id": shown(external_id), "line": first}
            )
        return external_id


def _spilled(text: Text) -> list[Remark]:
    """The rest of a description that the board does not keep in one text."""
    return [Remark(piece) for piece in pieces(text.rest, COMMENT)] if text.rest else []

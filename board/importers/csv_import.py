"""The import of a CSV file, whole: read it, make the board if it is a new one, take the cards in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.importers.boards import add_people, led, made
from board.importers.csv_file import CsvFile
from board.importers.dates import Dates
from board.importers.file_reader import FileReader
from board.importers.left_out import LeftOut
from board.importers.mapping import Mapping
from board.importers.notes import Notes
from board.importers.problems import CannotImport, Problems
from board.models import Board, Intake, Person, Refusal

Thing = TypeVar("Thing")
Watch = Callable[[Iterable[Thing], str, int], Iterable[Thing]]  # things, what is done, how many


def unwatched(things: Iterable[Thing], _doing: str, _total: int) -> Iterable[Thing]:
    return things


@dataclass(frozen=True)
class ImportedCards:
    """The result of an import, for the person who asked for it."""

    board: Board
    intake: Intake
    notes: Notes
    dates: Dates
    unread: list[str]
    left_out: LeftOut | None = None


def import_csv(
    file: CsvFile,
    mapping: Mapping,
    *,
    key: str,
    by: Person,
    new: str = "",
    leave_out: bool = False,
    watch: Watch = unwatched,
) -> ImportedCards:
    """Import a file into the board with this key, or into a `new` one of that name.

    All or nothing: raises CannotImport with everything that is wrong; or, to `leave_out` what is
    wrong, all but these rows.
    """
    problems = Problems(leave_out=leave_out)
    try:
        with transaction.atomic():
            board = _made(new, key, mapping, by) if new else led(key, by)
            zone = mapping.dates_in or mapping.time_zone
            reading = FileReader(
                file,
                mapping,
                board,
                zone=ZoneInfo(zone) if zone else board.zone,
                now=timezone.now(),
                problems=problems,
            )
            arrivals = reading.arrivals(lambda rows: watch(rows, _("Reading"), len(file)))
            intake = board.take_in(
                arrivals,
                by=by,
                source=file.name,
                watch=lambda cards: watch(cards, _("Writing"), len(cards)),
            )
    except Refusal as refusal:
        raise CannotImport(refusal.message) from refusal
    except ValidationError as error:
        raise CannotImport(*error.messages) from error
    left_out = LeftOut(file, problems) if problems.reasons else None
    return ImportedCards(board, intake, reading.notes, reading.dates, reading.unread, left_out)


def _made(name: str, key: str, mapping: Mapping, by: Person) -> Board:
    if Board.objects.filter(key=key, name=name).exists():
        return led(key, by)  # the same command again
    if Board.objects.filter(key=key).exists():
        raise CannotImport(
            _("There is a board %(key)s of another name; without --new its cards are added to.")
            % {"key": key}
        )
    board = made(name, key, mapping.columns, mapping.time_zone, by, lanes=mapping.lanes)
    add_people(board, mapping.people.values(), by)
    return board

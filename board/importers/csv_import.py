"""The import of a CSV file, whole: read it, make the board if it is a new one, take the cards in."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.importers.boards import led, made
from board.importers.csv_file import CsvFile
from board.importers.mapping import Mapping
from board.importers.problems import CannotImport
from board.importers.reading import Reading
from board.models import Board, Intake, Person, Refusal

Thing = TypeVar("Thing")
Watch = Callable[[Iterable[Thing], str, int], Iterable[Thing]]  # things, what is done, how many


def unwatched(things: Iterable[Thing], _doing: str, _total: int) -> Iterable[Thing]:
    return things


@dataclass(frozen=True)
class Imported:
    """What an import did, for the person who asked for it."""

    board: Board
    intake: Intake
    notes: Counter[str]
    unread: list[str]


def import_csv(
    file: CsvFile,
    mapping: Mapping,
    *,
    key: str,
    by: Person,
    new: str = "",
    watch: Watch = unwatched,
) -> Imported:
    """Import a file into the board with this key, or into a `new` one of that name.

    All or nothing: raises CannotImport with everything that is wrong.
    """
    try:
        with transaction.atomic():
            board = _made(new, key, mapping, by) if new else led(key, by)
            zone = ZoneInfo(mapping.time_zone) if mapping.time_zone else board.zone
            columns = list(board.shape.columns.values())
            reading = Reading(file, mapping, columns, zone=zone, now=timezone.now())
            arrivals = reading.arrivals(lambda rows: watch(rows, _("Reading"), len(file)))
            intake = board.take_in(
                arrivals,
                by=by,
                source=file.name,
                watch=lambda cards: watch(cards, _("Writing"), len(cards)),
            )
    except Refusal as refusal:
        raise CannotImport(refusal.message) from refusal
    return Imported(board, intake, reading.notes, reading.unread)


def _made(name: str, key: str, mapping: Mapping, by: Person) -> Board:
    if Board.objects.filter(key=key, name=name).exists():
        return led(key, by)  # the same command again
    if Board.objects.filter(key=key).exists():
        raise CannotImport(
            _("There is a board %(key)s of another name; without --new its cards are added to.")
            % {"key": key}
        )
    return made(name, key, mapping.columns, mapping.time_zone, by)

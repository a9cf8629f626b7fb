"""The import of an event log, whole: make the board, and let its cards go the ways of the log."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.importers.boards import made
from board.importers.csv_file import CsvFile
from board.importers.csv_import import Watch, unwatched
from board.importers.event_log import EventLog
from board.importers.log_reader import LogReader
from board.importers.problems import CannotImport
from board.models import Board, Person, Refusal, Retraced


@dataclass(frozen=True)
class ImportedLog:
    """The result of an import, for the person who asked for it."""

    board: Board
    retraced: Retraced
    reader: LogReader


def import_events(
    file: CsvFile,
    log: EventLog,
    *,
    key: str,
    new: str,
    by: Person,
    watch: Watch = unwatched,
) -> ImportedLog:
    """Make a `new` board of that name with the cards of a log, led by who imports it.

    All or nothing: raises CannotImport with everything that is wrong.
    """
    if Board.objects.filter(key=key).exists():
        raise CannotImport(
            _("There is a board %(key)s already; a log makes a new one.") % {"key": key}
        )
    try:
        with transaction.atomic():
            board = made(new, key, log.columns, log.time_zone, by)
            columns = list(board.shape.columns.values())
            zone = ZoneInfo(log.dates_in or board.time_zone)
            reader = LogReader(file, log, columns, zone=zone, now=timezone.now())
            retraced = board.retrace(
                reader.entries(lambda rows: watch(rows, _("Reading"), len(file))),
                by=by,
                source=file.name,
                archiving=reader.archiving,
                watch=lambda entries: watch(entries, _("Writing"), reader.entered.total()),
            )
    except Refusal as refusal:
        raise CannotImport(refusal.message) from refusal
    except ValidationError as error:
        raise CannotImport(*error.messages) from error
    return ImportedLog(board, retraced, reader)

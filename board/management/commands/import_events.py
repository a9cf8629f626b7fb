"""`python manage.py import_events --board KEY --new NAME … FILE`: an event log becomes a board."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from board.importers.csv_file import CsvFile
from board.importers.dates import ISO
from board.importers.delimiter import TABS
from board.importers.event_log import EventLog
from board.importers.log_import import import_events
from board.importers.log_report import report
from board.importers.mapping import check_delimiter
from board.importers.problems import CannotImport, Wrong
from board.management.import_options import bar, importer, pair
from board.models.name import compared


class Command(BaseCommand):
    help = (
        "Create a board from an event log: each row of a CSV file says that a card came into a column "
        "then. All or nothing; the rows may stand in any order."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--board", required=True, metavar="KEY", help="of the new board")
        parser.add_argument("--new", required=True, metavar="NAME", help="of the new board")
        parser.add_argument(
            "--column",
            dest="columns",
            action="append",
            required=True,
            type=pair(":"),
            metavar="NAME:STAGE",
            help="a column, left to right: the activity that enters it, and queue, active, waiting "
            "or done; rows with other activities are ignored",
        )
        _add_fields(parser.add_argument_group("which field is what"))
        parser.add_argument(
            "--owner", metavar="EMAIL", help="who leads the board; else the first superuser"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                imported = import_events(
                    _file(options),
                    _log(options),
                    key=options["board"],
                    new=options["new"],
                    by=importer(options["owner"]),
                    watch=bar,
                )
                transaction.set_rollback(options["dry_run"])
        except (CannotImport, Wrong) as problem:
            raise CommandError(_("Nothing was imported.\n%s") % problem) from problem
        if options["dry_run"]:
            self.stdout.write(_("Nothing is written; this is what would happen:"))
        for line in report(imported, options["file"].name):
            self.stdout.write(line)


def _add_fields(group: Any) -> None:
    for name, words in (
        ("card", "the id of the card, which is its title too"),
        ("time", "when it came into the column"),
        ("column", "the activity: the name of the column"),
    ):
        group.add_argument(f"--{name}-field", required=True, metavar="FIELD", help=words)
    group.add_argument("--title-field", default="", metavar="FIELD", help="its title instead")
    group.add_argument(
        "--from-field",
        default="",
        metavar="FIELD",
        help="the activity before: puts rows of the same time in order, and shows gaps",
    )
    group.add_argument(
        "--archive",
        dest="archived",
        action="append",
        default=[],
        metavar="ACTIVITY",
        help="an activity that takes the card off the board",
    )
    group.add_argument(
        "--time-format",
        dest="dates",
        action="append",
        metavar="FORMAT",
        help="like %%d.%%m.%%Y %%H:%%M:%%S, or iso (as it is without)",
    )
    group.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="of the names of months, like pl; without: recognised",
    )
    group.add_argument(
        "--time-zone", default="", metavar="ZONE", help="of the board and the times; else UTC"
    )
    group.add_argument(
        "--dates-in", default="", metavar="ZONE", help="the zone of the times, if it is another"
    )
    group.add_argument(
        "--delimiter",
        default="",
        metavar="SIGN",
        help="between values, or tab; without: what a first line sep=; says, or a comma",
    )
    group.add_argument("--encoding", default="utf-8", help="of the file; default: utf-8")


def _file(options: dict[str, Any]) -> CsvFile:
    delimiter = "\t" if options["delimiter"] in TABS else options["delimiter"]
    check_delimiter(delimiter)
    return CsvFile(options["file"], options["encoding"], delimiter)


def _log(options: dict[str, Any]) -> EventLog:
    columns = options["columns"]
    if len({compared(name) for name, _stage in columns}) < len(columns):
        raise Wrong(_("A column is named twice."))
    return EventLog(
        card=options["card_field"],
        time=options["time_field"],
        column=options["column_field"],
        title=options["title_field"],
        came_from=options["from_field"],
        archived=tuple(options["archived"]),
        columns=dict(columns),
        dates=tuple(options["dates"] or [ISO]),
        language=tuple(options["language"]),
        dates_in=options["dates_in"],
        time_zone=options["time_zone"],
    )

"""`python manage.py import_csv --board KEY … FILE`: another tool's export, as cards of a board."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from board.importers.csv_file import CsvFile
from board.importers.csv_import import import_csv
from board.importers.mapping import Mapping, mapping
from board.importers.problems import CannotImport
from board.importers.report import report
from board.management.importing import bar, importer, pair
from board.management.migrated import MigratedCommand


class Command(MigratedCommand):
    help = (
        "Import cards from a CSV file of another tool. All or nothing; a card comes in only once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--board", required=True, metavar="KEY")
        parser.add_argument("--new", default="", metavar="NAME", help="make this board first")
        parser.add_argument(
            "--owner",
            metavar="EMAIL",
            help="who imports: leads a new board, must lead an existing one; else a superuser",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument(
            "--map", type=Path, metavar="TOML", help="a file with the options below"
        )
        _add_mapping(parser.add_argument_group("which field is what"))

    def handle(self, *args: Any, **options: Any) -> None:
        said = {name: value for name, value in options.items() if name in Mapping.names()}
        try:
            meant = mapping(options["map"], {name: v for name, v in said.items() if v is not None})
            file = CsvFile(options["file"], meant.encoding, meant.delimiter)
            with transaction.atomic():
                imported = import_csv(
                    file,
                    meant,
                    key=options["board"],
                    new=options["new"],
                    by=importer(options["owner"]),
                    watch=bar,
                )
                transaction.set_rollback(options["dry_run"])
        except CannotImport as problem:
            raise CommandError(_("Nothing was imported.\n%s") % problem) from problem
        if options["dry_run"]:
            self.stdout.write(_("Nothing is written; this is what would happen:"))
        for line in report(imported, file.name):
            self.stdout.write(line)


def _add_mapping(group: Any) -> None:
    """An option for each name that a mapping file may say."""
    for name, words in (
        ("id", "tells the cards apart; the same id is never imported twice"),
        ("title", "its title; a longer one than 200 characters is cut, and kept in full below it"),
        ("description", "what it says"),
        ("state", "the state, which is the column it is in; without: the last one with a date"),
        ("created", "the date of its creation"),
        ("arrived", "the date since when it is in its state"),
    ):
        group.add_argument(f"--{name}", metavar="FIELD", help=words)
    for name, words in (
        ("labels", "labels; may be given several times"),
        ("keep", "written below the description; may be given several times"),
    ):
        group.add_argument(f"--{name}", action="append", metavar="FIELD", help=words)
    for name, dest, kind, words in (
        ("column", "columns", "NAME:STAGE", "a column of the new board, left to right"),
        ("put", "states", "STATE=COLUMN", "where cards in this state go, unless it is a column"),
        ("entered", "entered", "COLUMN=FIELD", "the date on which a card came into a column"),
    ):
        between = ":" if ":" in kind else "="
        group.add_argument(
            f"--{name}", dest=dest, action="append", type=pair(between), metavar=kind, help=words
        )
    group.add_argument("--archive", dest="archived", action="append", metavar="STATE")
    group.add_argument(
        "--date-format",
        dest="dates",
        action="append",
        metavar="FORMAT",
        help="like %%d.%%m.%%Y %%H:%%M:%%S, iso (as it is without), or relative: {-5}, {w-5}",
    )
    group.add_argument("--time-zone", metavar="ZONE", help="of the dates; also of a new board")
    group.add_argument("--label-separator", metavar="TEXT", help="between labels in one field")
    group.add_argument("--delimiter", metavar="SIGN", help="between values; tab for a tab")
    group.add_argument("--encoding", help="of the file; utf-8 without")

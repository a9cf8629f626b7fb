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
from board.management.import_options import bar, importer
from board.management.mapping_options import add_mapping
from board.management.migrated import MigratedCommand


class Command(MigratedCommand):
    help = (
        "Import cards from a CSV file of another tool. All or nothing, unless wrong rows are left "
        "out; a card comes in only once."
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
        parser.add_argument(
            "--leave-out-wrong",
            type=Path,
            metavar="FILE",
            help="import the rest, and write rows that are wrong to this file, each with its reason",
        )
        add_mapping(parser.add_argument_group("which field is what"))

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: value for name, value in options.items() if name in Mapping.names()}
        try:
            meant = mapping(options["map"], {name: v for name, v in given.items() if v is not None})
            file = CsvFile(options["file"], meant.encoding, meant.delimiter)
            with transaction.atomic():
                imported = import_csv(
                    file,
                    meant,
                    key=options["board"],
                    new=options["new"],
                    leave_out=options["leave_out_wrong"] is not None,
                    by=importer(options["owner"]),
                    watch=bar,
                )
                if imported.left_out and not options["dry_run"]:
                    imported.left_out.write(options["leave_out_wrong"])
                transaction.set_rollback(options["dry_run"])
        except CannotImport as problem:
            raise CommandError(_("Nothing was imported.\n%s") % problem) from problem
        if options["dry_run"]:
            self.stdout.write(_("Nothing is written; this is what would happen:"))
        for line in report(imported, file.name):
            self.stdout.write(line)
        if imported.left_out and not options["dry_run"]:
            words = _("They are in %(file)s, each with its reason: mend them and import that file.")
            self.stdout.write(words % {"file": options["leave_out_wrong"]})

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from config.backup.backup import back_up
from config.backup.errors import BackupRefused
from config.management.embedded_only import refuse_in_production


class Command(BaseCommand):
    help = "Write the database and the files of this embedded set-up into one file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to; it must not be there yet")

    def handle(self, *, file: Path, **_options: Any) -> None:
        refuse_in_production()
        try:
            manifest = back_up(file)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, DatabaseError, psycopg.Error) as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise CommandError(f"No backup was made: {why}") from error
        self.stdout.write(
            f"{file} is written (boards: {manifest.boards}, cards: {manifest.cards}). Keep it safe: "
            "it has the password hashes of everybody in it."
        )

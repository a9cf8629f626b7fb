from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from config.backup.errors import BackupRefused
from config.backup.restore import restore
from config.management.embedded_only import refuse_in_production
from local.turn import AlreadyRuns, RunTurn


class Command(BaseCommand):
    help = "Make this embedded set-up what it was when a backup was made."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` has written")
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of what is here"
        )

    def handle(self, *, file: Path, replace: bool, **_options: Any) -> None:
        refuse_in_production()
        try:
            turn = RunTurn(settings.BASE_DIR)  # a run that begins meanwhile is told to wait
            turn.leave_address("`manage.py restore`")
            manifest = restore(file, instead_of_what_is_here=replace)
        except (AlreadyRuns, BackupRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, DatabaseError, psycopg.Error) as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise CommandError(f"Nothing was restored: {why}") from error
        self.stdout.write(
            f"Everything is as it was at {manifest.made_at} (boards: {manifest.boards}, cards: "
            f"{manifest.cards}). `make run` starts Sluice."
        )

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from board.models import Board, Card
from config.backup import archive, database
from config.backup.archive import Manifest
from config.backup.errors import BackupRefused
from config.backup.swap import settle
from config.version import VERSION
from local.turn import AlreadyRuns, RunTurn


def back_up(file: Path) -> Manifest:
    """Write the database and the files of this set-up into one archive; others may go on working."""
    _settle_unless_somebody_works()
    manifest = _manifest()
    with archive.new(file) as backup:
        backup.put_manifest(manifest)
        with backup.new_dump() as dump:
            database.dump_into(dump)
        backup.put_media(Path(settings.MEDIA_ROOT))
    return manifest


def _settle_unless_somebody_works() -> None:
    """Do nothing while another process has the turn: it settles by itself, or must not be disturbed."""
    try:
        RunTurn(settings.BASE_DIR).leave_address("`manage.py backup`")
    except AlreadyRuns:
        return
    settle()


def _manifest() -> Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    if not applied:
        raise BackupRefused("There is nothing to back up yet.")
    return Manifest(
        sluice=VERSION,
        made_at=timezone.now().isoformat(timespec="seconds"),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        boards=Board.objects.count(),
        cards=Card.objects.count(),
    )

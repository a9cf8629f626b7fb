from __future__ import annotations

from pathlib import Path
from shutil import disk_usage

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from board.models import Board, Person
from config.backup import archive, database
from config.backup.archive import Archive, Manifest
from config.backup.errors import BackupRefused
from config.backup.swap import folders, swap, tidy_up
from config.celery import app
from config.version import VERSION


def restore(file: Path, *, instead_of_what_is_here: bool) -> Manifest:
    """Make this set-up what it was when the backup was made, as far as this Sluice knows it.

    All of it is made beside what is here and checked before it takes its place, so that what
    fails leaves everything as it was.
    """
    tidy_up()
    with archive.opened(file, room=disk_usage(settings.VAR_DIR).free) as backup:
        manifest = backup.manifest
        _refuse_a_newer(manifest)
        if not instead_of_what_is_here:
            _refuse_unless_empty()
        if database.is_in_use():
            raise BackupRefused("Somebody uses this Sluice. Stop it, then restore.")
        try:
            _prepare(backup)
            _forget_what_passes()
            swap()
        finally:
            tidy_up()
    return manifest


def _refuse_a_newer(manifest: Manifest) -> None:
    known = set()
    for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        known |= {key, *map(tuple, migration.replaces)}
    if set(manifest.migrations) - {".".join(key) for key in known}:
        raise BackupRefused(
            f"This backup was made by Sluice {manifest.sluice}, which knows more than this one "
            f"({VERSION}). Bring Sluice up to date, then restore."
        )


def _refuse_unless_empty() -> None:
    tables = connection.introspection.table_names()
    has_rows = "board_person" in tables and (Board.objects.exists() or Person.objects.exists())
    media = Path(settings.MEDIA_ROOT)
    if has_rows or (media.exists() and any(media.iterdir())):
        raise BackupRefused(
            "There is something here already. Back it up if you need it, and say --replace to "
            "put the backup in its place."
        )


def _prepare(backup: Archive) -> None:
    with backup.dump() as dump:
        database.fill_restored(dump)
    database.migrate_restored()
    _media, restored, _replaced = folders()
    restored.mkdir()
    backup.unpack_media(restored)


def _forget_what_passes() -> None:
    """Versions of boards will come again, so what was kept by them must go, and tasks with it.

    Nobody works here now, so nothing new comes before the swap; what is due is in the tables.
    """
    cache.clear()
    with app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()  # type: ignore[attr-defined]

"""A restored set-up replaces the current one: the database and the files, both or neither.

The database changes places in one transaction, within which the files do too. Who is killed in
between leaves the old files put aside while the old database is in its place, or both put aside;
`settle` sees by that which of them holds, and goes back or on.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from config.backup import database


def folders() -> tuple[Path, Path, Path]:
    """The files as they are, those to come, and those put aside."""
    media = Path(settings.MEDIA_ROOT)
    return media, media.with_name("media.restored"), media.with_name("media.replaced")


def swap() -> None:
    media, restored, replaced = folders()
    media.mkdir(exist_ok=True)
    try:
        with database.changing_places():
            media.rename(replaced)
            restored.rename(media)
    finally:
        settle()


def settle() -> None:
    """Finish a swap that was broken off, or take it back; without one, nothing happens."""
    media, restored, replaced = folders()
    if replaced.exists() and not database.has(database.REPLACED):
        shutil.rmtree(media, ignore_errors=True)
        replaced.rename(media)
    shutil.rmtree(replaced, ignore_errors=True)  # before the database that vouches for it
    shutil.rmtree(restored, ignore_errors=True)


def tidy_up() -> None:
    """Settle, and let no database stay but the one that Sluice works on."""
    settle()
    database.drop(database.REPLACED)
    database.drop(database.RESTORED)

"""Static files, collected again only when one of them has changed: it is most of a start's work."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static() -> None:
    note = settings.VAR_DIR / "run" / "static"
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = fingerprint()
    if not (collected.exists() and note.exists() and note.read_text() == files):
        call_command("collectstatic", interactive=False, verbosity=0)
        note.write_text(files)


def fingerprint() -> str:
    """Return the fingerprint of the files: name, size and time, and the way they are stored."""
    files = [
        (path, storage.size(path), storage.get_modified_time(path).timestamp())
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    look = repr((settings.STORAGES["staticfiles"], sorted(files)))
    return hashlib.sha256(look.encode()).hexdigest()

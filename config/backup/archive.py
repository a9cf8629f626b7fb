"""The file of a backup: a zip of `manifest.json`, `database.dump` and all that is in `media/`.

Zip keeps a checksum of every entry, so that damage is found before anything is changed.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from config.backup.errors import BackupRefused

MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media/"
DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Manifest:
    """What made the backup: a Sluice that knows all these migrations can restore it."""

    sluice: str
    made_at: str
    migrations: list[str]
    boards: int
    cards: int


class Archive:
    def __init__(self, entries: ZipFile) -> None:
        self._zip = entries

    # What is in it

    @property
    def manifest(self) -> Manifest:
        try:
            return Manifest(**json.loads(self._zip.read(MANIFEST)))
        except (KeyError, TypeError, ValueError):
            raise BackupRefused("This is not a backup of Sluice.") from None

    @contextmanager
    def dump(self) -> Iterator[IO[bytes]]:
        with self._zip.open(DUMP) as stream:
            yield stream

    def unpack_media(self, folder: Path) -> None:
        """Write the files below this folder; a name that points out of it stays inside."""
        for name in self._zip.namelist():
            if name.startswith(MEDIA) and not name.endswith("/"):
                entry = self._zip.getinfo(name)
                entry.filename = name.removeprefix(MEDIA)
                self._zip.extract(entry, folder)

    # What is put into it

    def put_manifest(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))

    @contextmanager
    def new_dump(self) -> Iterator[IO[bytes]]:
        with self._zip.open(DUMP, "w", force_zip64=True) as stream:
            yield stream

    def put_media(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._zip.write(path, MEDIA + str(path.relative_to(folder)))


@contextmanager
def new(file: Path) -> Iterator[Archive]:
    """A new archive, which is there under its name when it is whole, and else not at all.

    Only its owner may read it: it holds what is secret, password hashes too.
    """
    if file.exists():
        raise BackupRefused(f"{file} is there already.")
    part = file.with_name(f"{file.name}.part")
    output = _begun(part)
    try:
        with output:
            with ZipFile(output, "w", ZIP_DEFLATED, strict_timestamps=False) as entries:
                yield Archive(entries)
            output.flush()
            os.fsync(output.fileno())
        part.rename(file)
    except OSError as error:
        raise BackupRefused(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """An archive that is whole; BackupRefused if it is not, or is none."""
    try:
        entries = ZipFile(file)
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read: {error.strerror}.") from None
    except DAMAGE:
        raise BackupRefused(f"{file} is damaged, or is not a backup of Sluice.") from None
    with entries:
        if damaged := _damaged_entry(entries):
            raise BackupRefused(f"{file} is damaged ({damaged}); nothing was restored.")
        archive = Archive(entries)
        if DUMP not in entries.namelist() or not archive.manifest:
            raise BackupRefused("This is not a backup of Sluice.")
        yield archive


def _damaged_entry(entries: ZipFile) -> str | None:
    for name in entries.namelist():
        try:
            with entries.open(name) as entry:
                shutil.copyfileobj(entry, _Nowhere())
        except (*DAMAGE, OSError):
            return name
    return None


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)


def _begun(part: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise BackupRefused(
            f"{part} is there: another backup is being made, or one was broken off; then remove it."
        ) from None
    except OSError as error:
        raise BackupRefused(f"{part} cannot be written: {error.strerror}.") from None

"""The file of a backup: a zip of `manifest.json`, `database.dump` and all that is in `media/`.

Zip keeps a checksum of every entry, so that damage is found before anything is changed.
"""

from __future__ import annotations

import json
import lzma
import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile

from config.backup.errors import BackupRefused

MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media/"
DAMAGE = (
    *(BadZipFile, LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OverflowError, RuntimeError, ValueError),
)
LARGEST_MANIFEST = 2**20  # bytes
MOST_ENTRIES = 1_000_000


@dataclass(frozen=True)
class Manifest:
    """The origin of a backup: a Sluice that knows all these migrations can restore it."""

    sluice: str
    made_at: str
    migrations: list[str]
    boards: int
    cards: int

    @property
    def is_plausible(self) -> bool:
        """Whether each fact is of its kind: a file that somebody has made may say anything."""
        texts = [self.sluice, self.made_at]
        if isinstance(self.migrations, list):
            texts += self.migrations
        return (
            isinstance(self.migrations, list)
            and all(isinstance(text, str) for text in texts)
            and all(type(number) is int for number in (self.boards, self.cards))
        )


class Archive:
    def __init__(self, entries: ZipFile) -> None:
        self._zip = entries

    # What is in it

    @property
    def manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as entry:
                manifest = Manifest(**json.loads(entry.read(LARGEST_MANIFEST)))
        except (KeyError, TypeError, *DAMAGE):
            raise BackupRefused("This is not a backup of Sluice.") from None
        if not manifest.is_plausible:
            raise BackupRefused("This is not a backup of Sluice.")
        return manifest

    @property
    def size(self) -> int:
        """How many bytes it is unpacked; what an entry says is all that is ever read of it."""
        return sum(entry.file_size for entry in self._zip.infolist())

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
def opened(file: Path, *, room: int) -> Iterator[Archive]:
    """An archive that is whole; BackupRefused if it is not, is none, or unpacked takes more room."""
    try:
        entries = ZipFile(file)
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read: {error.strerror}.") from None
    except DAMAGE:
        raise BackupRefused(f"{file} is damaged, or is not a backup of Sluice.") from None
    with entries:
        archive = Archive(entries)
        _refuse_what_does_not_fit(archive, len(entries.infolist()), room)
        if damaged := _damaged_entry(entries):
            raise BackupRefused(f"{file} is damaged ({damaged}); nothing was restored.")
        if DUMP not in entries.namelist() or not archive.manifest:
            raise BackupRefused("This is not a backup of Sluice.")
        yield archive


def _refuse_what_does_not_fit(archive: Archive, entries: int, room: int) -> None:
    if entries > MOST_ENTRIES:
        raise BackupRefused(
            f"This backup has {entries} files; more than {MOST_ENTRIES} are refused."
        )
    if archive.size > room:
        raise BackupRefused(
            f"This backup needs {archive.size >> 20} MiB of the disk, and {room >> 20} MiB are free; "
            "nothing was restored."
        )


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

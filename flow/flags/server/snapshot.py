"""The last state of a process, on disk: with it a process starts while the database is away.

Each process holds a file of its own by a lock, and replaces it whole. It has digests of tokens and
no token. A new process reads the newest file of the same database.
"""

import asyncio
import fcntl
import json
import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from psycopg.conninfo import conninfo_to_dict

from flow.flags.server.memory import FlagMemory, KnownEnvironment, KnownFlag, KnownToken

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds, where something has changed
MOST = 64  # processes on one machine
FORM = 1  # of the file


class Snapshot:
    def __init__(self, folder: Path, url: str, memory: FlagMemory) -> None:
        self._folder = folder
        self._memory = memory
        self._base = name_of(url)
        self._lock: TextIO | None = None
        self._path: Path | None = None
        self._kept = 0

    def recall(self) -> None:
        """Know what a process knew last; nothing where there is none."""
        files = list(self._folder.glob(f"{self._base}-*.json"))
        for path in sorted(files, key=_written_at, reverse=True):
            try:
                _put(self._memory, json.loads(path.read_text()))
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.warning("A snapshot of the flags cannot be read: %s", error)
            else:
                log.info("The flags begin with what was known last")
                return

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = None
        try:
            self._claim()
        except OSError as error:
            log.warning("No snapshot of the flags will be kept: %s", error)
        else:
            task = asyncio.create_task(self._keep_forever())
        try:
            yield
        finally:
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
                self._keep(self._rows())
            if self._lock:
                self._lock.close()

    def _claim(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(MOST):
            lock = (self._folder / f"{self._base}-{number}.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            self._lock, self._path = lock, self._folder / f"{self._base}-{number}.json"
            return
        raise OSError("too many processes")

    async def _keep_forever(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            if self._memory.is_known and self._memory.changes != self._kept:
                self._kept = self._memory.changes
                await asyncio.to_thread(self._keep, self._rows())

    def _rows(self) -> dict[str, Any]:
        memory = self._memory
        return {
            "form": FORM,
            "environments": [
                [
                    *(each.id, each.board_id, each.version, each.mark, each.zone),
                    list(each.flags.values()),
                ]
                for each in memory.environments.values()
            ],
            "tokens": {
                digest: [each.environment_id, each.public, each.expires_at]
                for digest, each in memory.tokens.items()
            },
        }

    def _keep(self, rows: dict[str, Any]) -> None:
        if self._path is None or not self._memory.is_known:
            return
        new = self._path.with_suffix(f".{threading.get_ident()}")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(rows, file, default=lambda flag: flag.row)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            log.warning("The snapshot of the flags could not be written: %s", error)


def _put(memory: FlagMemory, content: dict[str, Any]) -> None:
    if content["form"] != FORM:
        raise ValueError("another form")
    environments = {}
    for *facts, flags in content["environments"]:
        environment = KnownEnvironment(*facts)
        known = (KnownFlag.read(row) for row in flags)
        environment.flags = {flag.key: flag for flag in known}
        environments[environment.id] = environment
    memory.environments = environments
    memory.tokens = {digest: KnownToken(*row) for digest, row in content["tokens"].items()}
    memory.changed()


def name_of(url: str) -> str:
    """The same for the same database, and nothing that can be read."""
    settings = conninfo_to_dict(url)
    place = [str(settings.get(part, "")) for part in ("host", "port", "dbname")]
    return sha256("\n".join(place).encode()).hexdigest()[:16]


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0

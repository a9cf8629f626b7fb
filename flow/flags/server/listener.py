"""How the memory is kept true: one LISTEN, and a look every ten seconds."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from flow.flags.server.database import SnapshotReader
from flow.flags.server.memory import FlagMemory, KnownEnvironment, KnownFlag

log = logging.getLogger(__name__)

KEEPALIVES = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
TRIED_AGAIN_AFTER = 1.0  # seconds
LOOKED_AT_EVERY = 10.0
PATIENCE = 9.0  # for one look
FIRST_LOOK = 5.0  # that the start waits for
FAILURES = (psycopg.Error, OSError, TimeoutError)


class Listener:
    """Hears of every change of a flag, an environment or a token, and reads it again.

    A connection that breaks is opened again, and then all is looked at: nothing is missed.
    """

    def __init__(self, url: str, pool: AsyncConnectionPool, memory: FlagMemory) -> None:
        self.is_listening = False
        self._url = make_conninfo(url, connect_timeout=3, **KEEPALIVES)
        self._pool = pool
        self._memory = memory
        self._announced: dict[int, dict[int, int]] = defaultdict(dict)  # environment: version: flag
        self._is_due = True  # a look at everything
        self._bell = asyncio.Event()
        self._looked_at = 0.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        with suppress(*FAILURES):
            await asyncio.wait_for(self._look(), FIRST_LOOK)
        tasks = [
            asyncio.create_task(self._listen_forever()),
            asyncio.create_task(self._read_forever()),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _listen_forever(self) -> None:
        while True:
            try:
                await self._listen()
            except FAILURES as error:
                log.warning("The flags lost the database and try again: %s", error)
            self.is_listening = False
            await asyncio.sleep(TRIED_AGAIN_AFTER)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection:
            await connection.execute("LISTEN flags")
            self.is_listening = True
            self._look_soon()
            async for notification in connection.notifies():
                self._receive(notification.payload)

    def _receive(self, payload: str) -> None:
        """A payload is "environment:version:flag"; any other payload asks for a look."""
        try:
            environment, version, flag = map(int, payload.split(":"))
        except ValueError:
            self._look_soon()
            return
        self._announced[environment][version] = flag
        self._bell.set()

    def _look_soon(self) -> None:
        self._is_due = True
        self._bell.set()

    async def _read_forever(self) -> None:
        while True:
            left = self._looked_at + LOOKED_AT_EVERY - time.monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), max(0.0, left))
            self._bell.clear()
            is_due = self._is_due or time.monotonic() - self._looked_at >= LOOKED_AT_EVERY
            try:
                await asyncio.wait_for(self._look() if is_due else self._read_announced(), PATIENCE)
            except FAILURES as error:
                log.warning("The flags could not be read and will be again: %s", error)
                self._is_due = True
                self._looked_at = time.monotonic() - LOOKED_AT_EVERY + TRIED_AGAIN_AFTER

    async def _look(self) -> None:
        """Read the tokens, and the flags of each environment that has another version or mark."""
        self._is_due = False
        self._announced.clear()  # what is announced from now on is read after this
        known = self._memory.environments
        async with self._pool.connection() as connection, connection.transaction():
            reader = SnapshotReader(connection)
            await reader.begin()
            environments = await reader.environments()
            changed = [
                pk
                for pk, each in environments.items()
                if pk not in known
                or (known[pk].version, known[pk].mark) != (each.version, each.mark)
            ]
            flags = await reader.flags(changed)
            tokens = await reader.tokens()
        for pk, each in environments.items():
            each.flags = flags.get(pk, {}) if pk in changed else known[pk].flags
        if changed or known.keys() != environments.keys() or tokens != self._memory.tokens:
            self._memory.environments, self._memory.tokens = environments, tokens
            self._memory.changed()
        self._memory.is_known = True
        self._looked_at = time.monotonic()

    async def _read_announced(self) -> None:
        """Read the flags that have changed; look at everything where a version was missed."""
        announced, self._announced = self._announced, defaultdict(dict)
        async with self._pool.connection() as connection:
            for pk, changes in announced.items():
                known = self._memory.environments.get(pk)
                async with connection.transaction():
                    reader = SnapshotReader(connection)
                    await reader.begin()
                    version, flags = await reader.some(pk, changes.values())
                if known is None or version is None:
                    self._look_soon()
                elif version > max(changes):  # the word of it is on its way, with those after these
                    self._announced[pk] = changes | self._announced[pk]
                elif set(range(known.version + 1, version + 1)) <= changes.keys():
                    self._put(known, version, changes, flags)
                else:
                    self._look_soon()

    def _put(
        self,
        known: KnownEnvironment,
        version: int,
        changes: dict[int, int],
        flags: dict[int, KnownFlag],
    ) -> None:
        if version <= known.version:
            return
        for flag in set(changes.values()):
            known.put(flag, flags.get(flag))
        known.version = version
        self._memory.changed()

"""How often flags were asked, and when last: kept in memory, written now and then.

When a flag was last asked is written within two seconds if what is written is older than a minute;
how often, once a minute. Who is killed loses a minute of counts at most. No targeting key is kept.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

from psycopg_pool import AsyncConnectionPool

from flow.flags.server.listener import FAILURES
from flow.flags.server.memory import FlagMemory, KnownEnvironment, KnownFlag

log = logging.getLogger(__name__)

LOOKED_AT_EVERY = 1.0  # seconds
WRITTEN_EVERY = 60.0
PATIENCE = 20.0

# Rows are locked in one order, so that several processes do not wait for each other in a circle.
ASKED = """
    WITH asked (environment, flag, at) AS (
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[])
    ), held AS (
        SELECT state.id, asked.at FROM flags_flagstate state
        JOIN asked ON asked.environment = state.environment_id AND asked.flag = state.flag_id
        ORDER BY state.id FOR NO KEY UPDATE OF state
    )
    UPDATE flags_flagstate state SET last_asked_at = greatest(last_asked_at, held.at),
        first_asked_at = coalesce(first_asked_at, held.at)
    FROM held WHERE held.id = state.id
"""
ALL_ASKED = """
    WITH held AS (
        SELECT state.id FROM flags_flagstate state JOIN flags_flag flag ON flag.id = state.flag_id
        WHERE state.environment_id = %(environment)s AND (flag.public OR NOT %(only_public)s)
            AND (last_asked_at IS NULL OR last_asked_at < %(at)s)
        ORDER BY state.id FOR NO KEY UPDATE OF state
    )
    UPDATE flags_flagstate state SET last_asked_at = %(at)s,
        first_asked_at = coalesce(first_asked_at, %(at)s)
    FROM held WHERE held.id = state.id
"""
COUNTED = """
    INSERT INTO flags_flagday (environment_id, flag_id, day, variant, count)
    SELECT counted.* FROM unnest(
        %s::bigint[], %s::bigint[], %s::date[], %s::text[], %s::bigint[]
    ) AS counted (environment, flag, day, variant, count)
    WHERE EXISTS (SELECT FROM flags_flag flag WHERE flag.id = counted.flag)
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (flag_id, environment_id, day, variant)
        DO UPDATE SET count = flags_flagday.count + excluded.count
"""

Counted = tuple[int, int, date, str]  # environment, flag, day, variant


class Counts:
    """The questions since the last write."""

    def __init__(self, pool: AsyncConnectionPool, memory: FlagMemory) -> None:
        self._pool = pool
        self._memory = memory
        self._answered: Counter[Counted] = Counter()
        self._asked: dict[tuple[int, int], float] = {}  # (environment, flag): when last
        self._asked_for_all: dict[tuple[int, bool], float] = {}  # (environment, only public)
        self._asked_written: dict[tuple[int, int], float] = {}  # when each was written
        self._all_written: dict[tuple[int, bool], float] = {}
        self._counted_at = time.monotonic()

    def answered(self, environment: KnownEnvironment, flag: KnownFlag, variant: str) -> None:
        self._answered[environment.id, flag.id, environment.today, variant] += 1
        self._asked[environment.id, flag.id] = time.time()

    def asked_for_all(self, environment: KnownEnvironment, *, only_public: bool) -> None:
        """All flags were asked at once, and what was answered before still holds."""
        self._asked_for_all[environment.id, only_public] = time.time()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._write_forever())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            with suppress(*FAILURES):  # what has come since, while there is time
                await asyncio.wait_for(self._write(everything=True), 2)

    async def _write_forever(self) -> None:
        while True:
            await asyncio.sleep(LOOKED_AT_EVERY)
            now = datetime.now(UTC)
            for environment in self._memory.environments.values():
                environment.begin_day(now)
            try:
                await asyncio.wait_for(self._write(), PATIENCE)
            except FAILURES as error:
                log.warning("The counts of flags could not be written and will be: %s", error)

    async def _write(self, *, everything: bool = False) -> None:
        now = time.monotonic()
        old = now if everything else now - WRITTEN_EVERY
        never = now - WRITTEN_EVERY
        asked = {
            which: at
            for which, at in self._asked.items()
            if self._asked_written.get(which, never) <= old
        }
        whole = {
            which: at
            for which, at in self._asked_for_all.items()
            if self._all_written.get(which, never) <= old
        }
        is_time = everything or now - self._counted_at >= WRITTEN_EVERY
        counted = Counter(self._answered) if is_time else Counter()
        if not (asked or whole or counted):
            return
        async with self._pool.connection() as connection, connection.transaction():
            if asked:
                rows = [(*which, _moment(at)) for which, at in asked.items()]
                await connection.execute(
                    ASKED, [list(column) for column in zip(*rows, strict=True)]
                )
            for (environment, only_public), at in whole.items():
                facts = {"environment": environment, "only_public": only_public, "at": _moment(at)}
                await connection.execute(ALL_ASKED, facts)
            if counted:
                lines = [(*which, count) for which, count in counted.items()]
                await connection.execute(
                    COUNTED, [list(column) for column in zip(*lines, strict=True)]
                )
        self._forget(asked, whole, counted, now)
        if is_time:
            self._counted_at = now

    def _forget(
        self,
        asked: dict[tuple[int, int], float],
        whole: dict[tuple[int, bool], float],
        counted: Counter[Counted],
        now: float,
    ) -> None:
        """Forget what is written, unless it was asked again meanwhile."""
        for which, at in asked.items():
            self._asked_written[which] = now
            if self._asked.get(which) == at:
                del self._asked[which]
        for all_of, at in whole.items():
            self._all_written[all_of] = now
            if self._asked_for_all.get(all_of) == at:
                del self._asked_for_all[all_of]
        self._answered -= counted


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

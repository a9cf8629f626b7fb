"""The statements of the process, in SQL: it has no models."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from psycopg import AsyncConnection

from flow.flags.server.memory import KnownEnvironment, KnownFlag, KnownToken

Connection = AsyncConnection[tuple[Any, ...]]

ENVIRONMENTS = """
    SELECT environment.id, environment.board_id, environment.version, (
        SELECT coalesce(encode(sha256(string_agg(
            flag.id || ' ' || extract(epoch FROM card.finished_at), ',' ORDER BY flag.id
        )::bytea), 'hex'), '')
        FROM flags_flag flag JOIN board_card card ON card.id = flag.removal_card_id
        WHERE flag.board_id = environment.board_id
            AND card.finished_at > now() - interval '30 days'
    ), board.time_zone
    FROM flags_environment environment JOIN board_board board ON board.id = environment.board_id
    WHERE board.erased_at IS NULL
"""
FLAGS = """
    SELECT environment.id, flag.id, flag.key, flag.public, state.enabled,
        state.rollout, state.allowed, flag.variants,
        extract(epoch FROM card.finished_at)::double precision
    FROM flags_environment environment
    JOIN flags_flagstate state ON state.environment_id = environment.id
    JOIN flags_flag flag ON flag.id = state.flag_id
    LEFT JOIN board_card card ON card.id = flag.removal_card_id
    WHERE environment.id = ANY(%s)
        AND (card.finished_at IS NULL OR card.finished_at > now() - interval '30 days')
"""
SOME_FLAGS = f"{FLAGS} AND flag.id = ANY(%s)"
VERSION = "SELECT version FROM flags_environment WHERE id = %s"
TOKENS = """
    SELECT digest, environment_id, public, extract(epoch FROM expires_at)::double precision
    FROM flags_flagtoken WHERE revoked_at IS NULL
"""


async def configure(connection: Connection) -> None:
    """Let no statement of a new connection take long."""
    await connection.execute("SET statement_timeout = '8s'")
    await connection.commit()


class SnapshotReader:
    """One look at the database; all that it reads is of one moment."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def begin(self) -> None:
        await self.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    async def environments(self) -> dict[int, KnownEnvironment]:
        """All of them, without their flags."""
        rows = await (await self.connection.execute(ENVIRONMENTS)).fetchall()
        return {row[0]: KnownEnvironment(*row) for row in rows}

    async def flags(self, environments: Collection[int]) -> dict[int, dict[str, KnownFlag]]:
        """The flags of these environments, by key."""
        by_environment: dict[int, dict[str, KnownFlag]] = defaultdict(dict)
        if environments:
            rows = await self.connection.execute(FLAGS, [list(environments)])
            async for environment, *row in rows:
                flag = KnownFlag.read(row)
                by_environment[environment][flag.key] = flag
        return by_environment

    async def some(
        self, environment: int, flags: Collection[int]
    ) -> tuple[int | None, dict[int, KnownFlag]]:
        """The version of the environment, and those of these flags that it has, by id."""
        rows = await self.connection.execute(VERSION, [environment])
        version = await rows.fetchone()
        rows = await self.connection.execute(SOME_FLAGS, [[environment], list(flags)])
        known = [KnownFlag.read(row[1:]) for row in await rows.fetchall()]
        return version[0] if version else None, {flag.id: flag for flag in known}

    async def tokens(self) -> dict[str, KnownToken]:
        rows = await (await self.connection.execute(TOKENS)).fetchall()
        return {digest: KnownToken(*row) for digest, *row in rows}

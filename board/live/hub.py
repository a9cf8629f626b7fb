"""Who watches which board, and the one connection that hears of changes."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from board.live.news import News

log = logging.getLogger(__name__)

KEEPALIVES = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
RETRY_AFTER = 1.0  # seconds


@dataclass(eq=False)
class Watcher:
    """One open page; news that it has not taken yet are joined."""

    news: News | None = None
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, news: News) -> None:
        self.news = self.news + news if self.news else news
        self._bell.set()

    async def hear(self) -> News:
        """Wait for news and take them."""
        await self._bell.wait()
        self._bell.clear()
        news, self.news = self.news, None
        assert news is not None
        return news


class Hub:
    """Hears of every change of every board through one LISTEN, and tells who watches it.

    The connection that listens does only that: a statement on it would wait for news. A small pool
    answers what version a board has. A connection that breaks is opened again, and then every
    watcher is told its board's version: nothing that happened meanwhile is missed.
    """

    def __init__(self, url: str):
        self.is_listening = False
        self._url = url
        self._pool = AsyncConnectionPool(
            url,
            min_size=0,
            max_size=2,
            open=False,
            timeout=5,
            check=AsyncConnectionPool.check_connection,
        )
        self._watchers: dict[int, set[Watcher]] = defaultdict(set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self._pool.open()
        listening = asyncio.create_task(self._listen_for_ever())
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            await self._pool.close(timeout=1)

    @contextmanager
    def watching(self, board_id: int) -> Iterator[Watcher]:
        watcher = Watcher()
        self._watchers[board_id].add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[board_id].discard(watcher)
            if not self._watchers[board_id]:
                del self._watchers[board_id]

    def watchers_of(self, board_id: int) -> int:
        return len(self._watchers.get(board_id, ()))

    async def version_of(self, board_id: int) -> int | None:
        """The board's version now; None if there is no such board."""
        async with self._pool.connection() as connection:
            rows = await connection.execute(
                "SELECT version FROM board_board WHERE id = %s", [board_id]
            )
            row = await rows.fetchone()
        return row[0] if row else None

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("The stream lost the database and tries again: %s", error)
            self.is_listening = False
            await asyncio.sleep(RETRY_AFTER)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            make_conninfo(self._url, **KEEPALIVES), autocommit=True
        )
        async with connection:
            await connection.execute("LISTEN board")
            self.is_listening = True
            for board_id in list(self._watchers):
                version = await self.version_of(board_id)
                if version is not None:
                    self._tell(board_id, News(version))
            async for notification in connection.notifies():
                self._hear(notification.payload)

    def _hear(self, payload: str) -> None:
        """Tell who watches; whoever else notifies on our channel must not end the listening."""
        try:
            self._tell(*News.read(payload))
        except ValueError:
            log.warning("The stream heard what it does not understand: %.80s", payload)

    def _tell(self, board_id: int, news: News) -> None:
        for watcher in self._watchers.get(board_id, ()):
            watcher.tell(news)

"""The watchers of each board, and the one connection that listens for changes."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from board.live.news import MISSED, News
from board.live.tickets import Ticket

log = logging.getLogger(__name__)

KEEPALIVES = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
RETRY_AFTER = 1.0  # seconds
LOOKED_AT_EVERY = 10.0  # seconds
MOST_OF_A_PERSON = 50  # open pages, in each process
MOST_OF_A_TICKET = 3  # one, and those that it has left without a word

VERSION_FOR = """
    SELECT board.version FROM board_board board
    JOIN board_membership seat ON seat.board_id = board.id AND seat.person_id = %s
    JOIN board_person person ON person.id = seat.person_id AND person.is_active
    WHERE board.id = %s
"""
WHO_MAY_LISTEN = """
    SELECT seat.board_id, seat.person_id FROM board_membership seat
    JOIN board_person person ON person.id = seat.person_id AND person.is_active
    WHERE seat.board_id = ANY(%s)
"""


@dataclass(eq=False)
class OpenPage:
    """One open page; news that it has not taken yet are joined."""

    ticket: Ticket
    news: News | None = None
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    def notify(self, news: News) -> None:
        self.news = self.news + news if self.news else news
        self._bell.set()

    def end(self) -> None:
        """Give this page no more news."""
        self.news = None
        self._bell.set()

    async def next_news(self) -> News | None:
        """Wait for news and take them; None when there are no more."""
        await self._bell.wait()
        self._bell.clear()
        news, self.news = self.news, None
        return news


class Hub:
    """Receives every change of every board through one LISTEN, and notifies the pages that show it.

    The connection that listens does only that: a statement on it would wait for news. A small pool
    answers what version a board has. A connection that breaks is opened again, and then every
    watcher gets its board's version: no change meanwhile is missed.
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
        self._watchers: dict[int, set[OpenPage]] = defaultdict(set)
        self._people_changed = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self._pool.open()
        tasks = [
            asyncio.create_task(self._listen_forever()),
            asyncio.create_task(self._end_streams_of_removed_people()),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await self._pool.close(timeout=1)

    @contextmanager
    def watching(self, ticket: Ticket) -> Iterator[OpenPage]:
        watcher, board_id = OpenPage(ticket), ticket.board_id
        self._watchers[board_id].add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[board_id].discard(watcher)
            if not self._watchers[board_id]:
                del self._watchers[board_id]

    def has_no_room_for(self, ticket: Ticket) -> bool:
        """Whether as many listen with this ticket, or for this person, as may."""
        tickets = [each.ticket for watchers in self._watchers.values() for each in watchers]
        theirs = [each for each in tickets if each.person_id == ticket.person_id]
        return len(theirs) >= MOST_OF_A_PERSON or theirs.count(ticket) >= MOST_OF_A_TICKET

    def watchers_of(self, board_id: int) -> int:
        return len(self._watchers.get(board_id, ()))

    async def version_for(self, ticket: Ticket) -> int | None:
        """The board's version now; None if there is no such board, or not for this person."""
        async with self._pool.connection() as connection:
            rows = await connection.execute(VERSION_FOR, [ticket.person_id, ticket.board_id])
            row = await rows.fetchone()
        return row[0] if row else None

    async def _end_streams_of_removed_people(self) -> None:
        """End the streams of people who were removed from its board, in whatever way."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._people_changed.wait(), LOOKED_AT_EVERY)
            self._people_changed.clear()
            try:
                await self._end_streams_without_permission(list(self._watchers))
            except (psycopg.Error, TimeoutError) as error:
                log.warning("The stream could not ask who may listen: %s", error)

    async def _end_streams_without_permission(self, boards: list[int]) -> None:
        async with self._pool.connection() as connection:
            rows = await connection.execute(WHO_MAY_LISTEN, [boards])
            allowed = set(await rows.fetchall())
        for board_id in boards:
            for watcher in list(self._watchers.get(board_id, ())):
                if (board_id, watcher.ticket.person_id) not in allowed:
                    watcher.end()

    async def version_of(self, board_id: int) -> int | None:
        """The board's version now; None if there is no such board."""
        async with self._pool.connection() as connection:
            rows = await connection.execute(
                "SELECT version FROM board_board WHERE id = %s", [board_id]
            )
            row = await rows.fetchone()
        return row[0] if row else None

    async def _listen_forever(self) -> None:
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
                    self._notify(board_id, News(version, hints=frozenset({MISSED})))
            async for notification in connection.notifies():
                self._receive(notification.payload)

    def _receive(self, payload: str) -> None:
        """Notify the watchers; a foreign notification on our channel must not end the listening."""
        try:
            board_id, news = News.read(payload)
        except ValueError:
            log.warning(
                "The stream received a notification that it does not understand: %.80s", payload
            )
            return
        if news.columns is None and board_id in self._watchers:  # it may be who is in the team
            self._people_changed.set()
        self._notify(board_id, news)

    def _notify(self, board_id: int, news: News) -> None:
        for watcher in self._watchers.get(board_id, ()):
            watcher.notify(news)

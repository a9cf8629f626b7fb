"""The process of the event stream: `GET /live/?ticket=...` as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import anyio
import psycopg
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from board.live import tickets
from board.live.hub import Hub, Watcher
from board.live.news import News

PING = 15  # seconds between two signs of life
SLOW = 10  # seconds that a page may take to read before it is let go
GRACE = 1  # seconds that streams have to say goodbye when the process ends
ANYONE = {"Access-Control-Allow-Origin": "*"}  # the ticket is the credential


def application(url: str) -> Starlette:
    """The stream of the database at this URL, which must not go through a transaction pooler."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.hub = Hub(url)
        async with app.state.hub.running():
            yield

    return Starlette(
        routes=[Route("/live/", stream), Route("/live/healthz", health)], lifespan=lifespan
    )


async def health(request: Request) -> Response:
    if request.app.state.hub.is_listening:
        return PlainTextResponse("listening")
    return PlainTextResponse("The database can't be heard.", 503)


async def stream(request: Request) -> Response:
    try:
        board_id, expires_at = tickets.read(request.query_params.get("ticket", ""))
    except tickets.BadTicket:
        return PlainTextResponse("This ticket is not good (any more).", 403, headers=ANYONE)
    ending = anyio.Event()
    return EventSourceResponse(
        _events(request.app.state.hub, board_id, expires_at, ending),
        headers=ANYONE,
        ping=PING,
        send_timeout=SLOW,
        shutdown_event=ending,
        shutdown_grace_period=GRACE,
    )


async def _events(
    hub: Hub, board_id: int, expires_at: datetime, ending: anyio.Event
) -> AsyncIterator[ServerSentEvent]:
    """First the version now, then news until the ticket expires or the process ends."""
    with hub.watching(board_id) as watcher:
        try:  # asked after subscribing, so that no change falls between
            version = await hub.version_of(board_id)
        except (psycopg.Error, TimeoutError):
            version = None
        if version is None:
            return
        yield _told(News(version, frozenset()), hub.watchers_of(board_id))
        while (left := (expires_at - datetime.now(UTC)).total_seconds()) > 0:
            news = await _next(watcher, ending, left)
            if news is None:
                break
            if news.version <= version:
                continue  # a late notification of what was told already
            version = news.version
            yield _told(news, hub.watchers_of(board_id))
        yield ServerSentEvent(event="bye", data="{}")


async def _next(watcher: Watcher, ending: anyio.Event, seconds: float) -> News | None:
    """The next news; None when the time is up or the process ends."""
    hearing = asyncio.create_task(watcher.hear())
    closing = asyncio.create_task(ending.wait())
    try:
        await asyncio.wait({hearing, closing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return hearing.result() if hearing.done() else None
    finally:
        hearing.cancel()
        closing.cancel()


def _told(news: News, listeners: int) -> ServerSentEvent:
    """`listeners` lets the pages spread their questions over time."""
    columns = None if news.columns is None else sorted(news.columns)
    data = {"version": news.version, "columns": columns, "listeners": listeners}
    return ServerSentEvent(event="changed", id=str(news.version), data=json.dumps(data))

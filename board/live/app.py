"""The process of the event stream: `GET /live/` with a ticket, answered by server-sent events.

The ticket comes in a header, since addresses are written into the logs of whatever is on the way.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import anyio
import psycopg
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from board.live import tickets
from board.live.hub import Hub, OpenPage
from board.live.news import MISSED, News
from board.live.tickets import Ticket

PING = 15  # seconds between two signs of life
SLOW = 10  # seconds that a page may take to read before its stream ends
GRACE = 1  # seconds that streams have to end when the process ends
ANYONE = Middleware(  # the ticket is the credential
    CORSMiddleware, allow_origins=["*"], allow_headers=["Authorization"], max_age=3600
)


def application(url: str) -> Starlette:
    """The stream of the database at this URL, which must not go through a transaction pooler."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.hub = Hub(url)
        async with app.state.hub.running():
            yield

    return Starlette(
        routes=[
            Route("/live/", stream),
            Route("/live/healthz", alive),
            Route("/live/readyz", ready),
        ],
        middleware=[ANYONE],
        lifespan=lifespan,
    )


async def alive(request: Request) -> Response:
    return PlainTextResponse("alive")


async def ready(request: Request) -> Response:
    """Answer whether the stream listens to the database; it needs nothing else."""
    if request.app.state.hub.is_listening:
        return PlainTextResponse("listening")
    return PlainTextResponse("The stream has no connection to the database.", 503)


async def stream(request: Request) -> Response:
    try:
        ticket = tickets.read(_ticket_of(request))
    except tickets.BadTicket:
        return PlainTextResponse("This ticket is not valid, or it has expired.", 403)
    hub: Hub = request.app.state.hub
    if not hub.is_listening:  # a page that was let in would say that it is live
        return PlainTextResponse("The stream has no connection to the database.", 503)
    if hub.has_no_room_for(ticket):
        return PlainTextResponse("You have too many open pages.", 429, {"Retry-After": "30"})
    ending = anyio.Event()
    return EventSourceResponse(
        _events(hub, ticket, ending),
        ping=PING,
        ping_message_factory=lambda: _sign_of_life(hub),
        send_timeout=SLOW,
        shutdown_event=ending,
        shutdown_grace_period=GRACE,
    )


def _ticket_of(request: Request) -> str:
    scheme, _, ticket = request.headers.get("Authorization", "").partition(" ")
    return ticket if scheme == "Ticket" else ""


async def _events(hub: Hub, ticket: Ticket, ending: anyio.Event) -> AsyncIterator[ServerSentEvent]:
    """First the version now, then news until the ticket, the process or the permission ends."""
    board_id = ticket.board_id
    if hub.has_no_room_for(ticket):  # many came at the same moment
        return
    with hub.watching(ticket) as watcher:
        try:  # asked after subscribing, so that no change falls between
            version = await hub.version_for(ticket)
        except (psycopg.Error, TimeoutError):
            version = None
        if version is None:
            return
        yield _event_of(News(version, frozenset()), hub.watchers_of(board_id))
        while (left := (ticket.expires_at - datetime.now(UTC)).total_seconds()) > 0:
            news = await _next(watcher, ending, left)
            if news is None:
                break
            listeners = hub.watchers_of(board_id)
            if news.hints:
                yield _hinted(news, listeners)
            if news.version <= version and MISSED not in news.hints:
                continue  # a late notification of news that was sent already
            version = max(news.version, version)
            yield _event_of(news, listeners)
        yield ServerSentEvent(event="bye", data="{}")


async def _next(watcher: OpenPage, ending: anyio.Event, seconds: float) -> News | None:
    """The next news; None when the time is up, the process ends, or the page gets no more news."""
    receiving = asyncio.create_task(watcher.next_news())
    closing = asyncio.create_task(ending.wait())
    try:
        await asyncio.wait(
            {receiving, closing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        return receiving.result() if receiving.done() else None
    finally:
        receiving.cancel()
        closing.cancel()


def _event_of(news: News, listeners: int) -> ServerSentEvent:
    """`listeners` lets the pages spread their questions over time."""
    columns = None if news.columns is None else sorted(news.columns)
    data = {"version": news.version, "columns": columns, "listeners": listeners}
    return ServerSentEvent(event="changed", id=str(news.version), data=json.dumps(data))


def _hinted(news: News, listeners: int) -> ServerSentEvent:
    data = {"about": sorted(news.hints), "listeners": listeners}
    return ServerSentEvent(event="hint", data=json.dumps(data))


def _sign_of_life(hub: Hub) -> ServerSentEvent:
    """A page sees events, not comments: so it can distinguish a quiet stream from a dead one."""
    return ServerSentEvent(event="alive" if hub.is_listening else "deaf", data="{}")

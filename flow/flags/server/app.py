"""The ASGI application: OFREP, and whether the process is well."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from flow.flags.server import ofrep
from flow.flags.server.counts import Counts
from flow.flags.server.database import configure
from flow.flags.server.listener import Listener
from flow.flags.server.memory import FlagMemory, KnownEnvironment, KnownToken, digest_of
from flow.flags.server.ofrep import Answer
from flow.flags.server.snapshot import Snapshot
from flow.flags.server.streams import STREAM, FlagStreams

log = logging.getLogger(__name__)

PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, X-API-Key, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"7200"),
)
EVERYWHERE = (
    (b"access-control-allow-origin", b"*"),  # the token is the credential
    (b"access-control-expose-headers", b"ETag"),
    (b"cache-control", b"no-store"),
)
TRIES, A_MOMENT = 5, 0.05  # a token that was just made may be on its way


class FlagServer:
    """Answers OFREP by itself, and leaves all else to the application around it."""

    def __init__(self, url: str, folder: Path, *, prefix: str = "") -> None:
        """For the database at this URL; `prefix` is the path below which proxies send what is asked."""
        self.memory = FlagMemory()
        self.prefix = prefix.rstrip("/")
        self._url, self._folder = url, folder
        self._streams = FlagStreams(self.memory, self.prefix)
        self._listener: Listener | None = None
        self._counts: Counts
        self._others: ASGIApp = Starlette(
            routes=[
                route
                for below in ("", "/flags")
                for route in (
                    Route(f"{below}/healthz", _alive),
                    Route(f"{below}/readyz", self._ready),
                )
            ],
            lifespan=self._lifespan,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if self.prefix and path.startswith(f"{self.prefix}/"):
                path = path[len(self.prefix) :]
            if asked := ofrep.EVALUATE.fullmatch(path):
                await _send(send, await self._answer(scope, receive, asked["key"] or ""))
                return
            if asked := STREAM.fullmatch(path):
                await self._stream(asked["digest"], scope, receive, send)
                return
        await self._others(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        pool = AsyncConnectionPool(
            self._url,
            min_size=0,
            max_size=3,
            open=False,
            timeout=3,
            configure=configure,
            check=AsyncConnectionPool.check_connection,
            reconnect_timeout=5,
        )
        snapshot = Snapshot(self._folder, self._url, self.memory)
        snapshot.recall()
        self._listener = Listener(self._url, pool, self.memory)
        self._counts = Counts(pool, self.memory)
        async with AsyncExitStack() as running:
            await pool.open()
            running.push_async_callback(pool.close, 1)
            await running.enter_async_context(self._counts.running())
            await running.enter_async_context(self._listener.running())
            await running.enter_async_context(snapshot.running())
            yield

    async def _stream(self, digest: str, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await _send(send, Answer(204, headers=PREFLIGHT))
        elif scope["method"] != "GET":
            await _send(send, ofrep.ONLY_GET)
        elif not self._streams.is_known(digest):
            await _send(send, ofrep.NOTHING_HERE)
        elif not self._streams.has_room():
            await _send(send, ofrep.NO_ROOM)
        else:
            headers = {name.decode(): value.decode() for name, value in EVERYWHERE}
            await self._streams.send(digest, scope, receive, send, headers)

    async def _answer(self, scope: Scope, receive: Receive, key: str) -> Answer:
        try:
            if scope["method"] == "OPTIONS":
                return Answer(204, headers=PREFLIGHT)
            if scope["method"] != "POST":
                return ofrep.ONLY_POST
            secret = ofrep.secret_in(scope["headers"])
            opened = await self._opened_by(secret)
            if opened is None:
                return ofrep.NOT_KNOWN if self.memory.is_known else ofrep.NOT_READY
            body = await _body(scope, receive)
            if body is None:
                return ofrep.TOO_LARGE
            if key:
                return ofrep.one(*opened, key, body, self._counts)
            known = _header(scope, b"if-none-match")
            streams = self._streams.of(digest_of(secret)) if opened[0].public else []
            return ofrep.every(*opened, body, known, self._counts, streams)
        except Exception:
            log.exception("A flag could not be answered")
            return ofrep.BROKEN

    async def _opened_by(self, secret: str) -> tuple[KnownToken, KnownEnvironment] | None:
        """Return the token and its environment; wait for a token that was created a moment ago."""
        opened = self.memory.opened_by(secret)
        for _ in range(TRIES):
            if opened or not secret or not self._listener or not self._listener.is_listening:
                break
            await asyncio.sleep(A_MOMENT)
            opened = self.memory.opened_by(secret)
        return opened

    async def _ready(self, request: Request) -> Response:
        """200 while it can answer, also with what it knew last."""
        if not self.memory.is_known:
            return PlainTextResponse("No flag is known yet: the database does not answer.", 503)
        if self._listener and self._listener.is_listening:
            return PlainTextResponse("listening")
        return PlainTextResponse(
            "There is no connection to the database; the answers are the last known ones."
        )


def application(url: str, folder: Path, *, flags_url: str = "") -> FlagServer:
    """The server of the database at this URL, which must not go through a transaction pooler."""
    return FlagServer(url, folder, prefix=urlsplit(flags_url).path)


async def _alive(request: Request) -> Response:
    return PlainTextResponse("alive")


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """The body, None where it is too large."""
    length = _header(scope, b"content-length")
    if length.isdecimal() and int(length) > ofrep.LARGEST:
        return None
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > ofrep.LARGEST:
            return None
        parts.append(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _send(send: Send, answer: Answer) -> None:
    headers = [*EVERYWHERE, *answer.headers]
    if answer.status not in (204, 304):
        headers.append((b"content-type", b"application/json"))
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})

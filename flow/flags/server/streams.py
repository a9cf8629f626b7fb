"""The event streams of OFREP 0.3: an open page is notified at once that it should ask for its flags
again.

A browser cannot send a header with a stream, so the address carries the digest of a public token.
It opens this stream, which says that something changed, and nothing else.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from flow.flags.server.memory import FlagMemory, KnownEnvironment
from flow.flags.server.ofrep import EventStreams

STREAM = re.compile(r"/+ofrep/v1/streams/(?P<digest>[0-9a-f]{64})")
MOST = 2_000  # streams of one process; a page beyond them asks now and then
PING = 15  # seconds between two signs of life
SLOW = 10  # seconds that a page may take to read before its stream ends
GRACE = 1  # seconds that streams have to end when the process does


class FlagStreams:
    """The open streams of a process."""

    def __init__(self, memory: FlagMemory, prefix: str) -> None:
        self._memory = memory
        self._prefix = prefix
        self._open = 0

    def of(self, digest: str) -> EventStreams:
        """The stream, as an answer to this public token names it."""
        path = f"{self._prefix}/ofrep/v1/streams/{digest}"
        return [{"type": "sse", "endpoint": {"requestUri": path}}]

    def has_room(self) -> bool:
        return self._open < MOST

    def is_known(self, digest: str) -> bool:
        return self._environment(digest) is not None

    async def send(
        self, digest: str, scope: Scope, receive: Receive, send: Send, headers: dict[str, str]
    ) -> None:
        """Send each change until the token, the page or the process ends."""
        ending = anyio.Event()
        response = EventSourceResponse(
            self._events(digest, ending),
            headers=headers,
            ping=PING,
            send_timeout=SLOW,
            shutdown_event=ending,
            shutdown_grace_period=GRACE,
        )
        self._open += 1
        try:
            await response(scope, receive, send)
        finally:
            self._open -= 1

    async def _events(self, digest: str, ending: anyio.Event) -> AsyncIterator[ServerSentEvent]:
        """The first event comes at once: what changed before the stream was open counts, too."""
        last_sent = ""
        while not ending.is_set():
            news = self._memory.news  # taken before the look, so that no change falls between
            environment = self._environment(digest)
            if environment is None:
                return
            etag = environment.etag(None, only_public=True)
            if etag != last_sent:
                last_sent = etag
                message = {"type": "refetchEvaluation", "etag": etag}
                yield ServerSentEvent(data=json.dumps(message))
            await _either(news, ending)

    def _environment(self, digest: str) -> KnownEnvironment | None:
        token = self._memory.tokens.get(digest)
        if token is None or not token.public or not token.is_good:
            return None
        return self._memory.environments.get(token.environment_id)


async def _either(news: asyncio.Event, ending: anyio.Event) -> None:
    """Wait until one of the two is set."""

    async def until(event: asyncio.Event | anyio.Event) -> None:
        await event.wait()
        waiting.cancel_scope.cancel()

    async with anyio.create_task_group() as waiting:
        waiting.start_soon(until, news)
        waiting.start_soon(until, ending)

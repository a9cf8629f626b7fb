"""The number of the stream's process: how many pages listen to it."""

import os

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.metrics import place

place.begin(os.getpid())  # it is one process; what is imported now looks for this place

from config.metrics.numbers import STREAMS  # noqa: E402


class CountedStreams:
    """Counts the answers that go on: a stream that was refused is none, nor is a browser's question
    whether it may ask from another address (CORS)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        STREAMS.set(0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) != ("GET", "/live/"):
            return await self.app(scope, receive, send)
        is_open = False

        async def send_and_count(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "http.response.start" and message["status"] == 200:
                is_open = True
                STREAMS.inc()
            await send(message)

        try:
            await self.app(scope, receive, send_and_count)
        finally:
            if is_open:
                STREAMS.dec()

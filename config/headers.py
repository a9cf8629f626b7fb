"""The headers of every answer: pages, static files and the event stream alike."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNUSED = (  # what a browser can do and no page of ours asks for
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
}


class AnswerHeaders:
    """Middleware: what an answer does not say itself it says as all do; a page has its own policy.

    Nothing is stored that does not say how: what somebody has seen of a board is not to be read in
    the browser's cache after they have signed out. What is asked for again and again (the version of
    a board, the data of a chart) says `private, no-cache` and keeps its 304.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in (EVERYWHERE | {"Cache-Control": "no-store"}).items():
            response.headers.setdefault(name, value)
        return response


class StreamHeaders:
    """The same for the event stream, whose pages may be at another address."""

    def __init__(self, app: ASGIApp, *, hsts: str = "") -> None:
        self.app = app
        self.headers = EVERYWHERE | {"Cache-Control": "no-store"}
        self.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if hsts:
            self.headers["Strict-Transport-Security"] = hsts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return await self.app(scope, receive, send_with_headers)


def hsts(seconds: int, *, with_subdomains: bool) -> str:
    """The value of Strict-Transport-Security; "" for none."""
    if not seconds:
        return ""
    return f"max-age={seconds}" + ("; includeSubDomains; preload" if with_subdomains else "")

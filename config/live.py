"""The event stream as a process: `uvicorn config.live:app`."""

from importlib import import_module

from django.conf import settings
from django.utils.log import configure_logging
from starlette.types import ASGIApp

from board.live.app import application as stream
from config.headers import StreamHeaders, hsts

configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)  # no apps are set up in this process


def application(url: str) -> ASGIApp:
    """The stream of the database at this URL, with the headers that every answer of ours has."""
    subdomains = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    header = hsts(settings.SECURE_HSTS_SECONDS, with_subdomains=subdomains)
    app: ASGIApp = stream(url)
    if settings.METRICS_FROM:
        app = import_module("config.metrics.streams").CountedStreams(app)
    return StreamHeaders(app, hsts=header)


app = application(settings.LISTEN_URL)

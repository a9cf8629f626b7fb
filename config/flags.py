"""The evaluation of flags as a process: `uvicorn config.flags:app`."""

from pathlib import Path

from django.conf import settings
from django.utils.log import configure_logging
from starlette.types import ASGIApp

from config.headers import StreamHeaders, hsts
from flow.flags.server.app import application as flags

configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)  # no apps are set up in this process


def application(url: str, folder: Path) -> ASGIApp:
    """The flags of the database at this URL, with the headers that every answer of ours has."""
    subdomains = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    header = hsts(settings.SECURE_HSTS_SECONDS, with_subdomains=subdomains)
    return StreamHeaders(flags(url, folder, flags_url=settings.FLAGS_URL), hsts=header)


app = application(settings.LISTEN_URL, settings.VAR_DIR / "flags")

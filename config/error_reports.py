"""Errors go to Sentry, or what speaks its protocol: what broke and where, and nothing about anybody.

A report has the kind of the error, its words without addresses and secrets, the lines of code and
the route. It has no body, query, cookie, header, address, name, argument of a task, or local variable.
"""

import re
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.logging import LoggingIntegration

from config.version import VERSION

EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")
SECRET = re.compile(r"\b(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w-]{16,}\b")
NUMBERED = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9a-f]{0,4}:){3,}[0-9a-f.]*", re.IGNORECASE
)
QUOTED = re.compile(
    r"=\([^)]*\)|'[^']*'|\"[^\"]*\""
)  # values in the words of databases and of Python
KEPT = {
    "exception",
    "level",
    "logger",
    "platform",
    "release",
    "timestamp",
    "event_id",
    "tags",
    "sdk",
}
HIDDEN = "…"


def begin(dsn: str) -> None:
    sentry_sdk.init(
        dsn=dsn,
        release=f"sluice@{VERSION}",
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
        integrations=[LoggingIntegration(level=None, event_level=None)],
        before_send=without_anybody,
    )


def without_anybody(event: Any, _hint: Any = None) -> Any:
    """The event with what says what broke, and with nothing else."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    kept["transaction"] = event.get("transaction", "") if _is_route(event) else ""
    for error in kept.get("exception", {}).get("values", []):
        error["value"] = plain(error.get("value") or "")
        for frame in error.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    return kept


def plain(words: str) -> str:
    """The words of an error without addresses, secrets and quoted values."""
    for pattern in (EMAIL, QUOTED, NUMBERED, SECRET):
        words = pattern.sub(HIDDEN, words)
    return words


def _is_route(event: Any) -> bool:
    return event.get("transaction_info", {}).get("source") in ("route", "component", "task")

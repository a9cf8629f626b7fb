"""Logs as JSON, one event a line, each with the id of the request or task it happened in."""

import json
import logging
import os
import re
import time
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.log_words import HIDDEN, UNKNOWN

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

log = logging.getLogger("sluice.request")

VALID_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
PLACE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")  # in a route
PUBLIC = ("int", "key", "part", "slug")  # kinds of places; of other kinds only ids are shown
ID = re.compile(r"\d{1,18}|[A-Z][A-Z0-9]{1,9}")
ASKED_ALL_DAY = {  # by monitors, and by open pages
    *("alive", "ready", "status"),
    *("ticket", "version", "changes", "presence", "leave"),
    *("standup-announcement", "attend-standup"),
}
FILE = re.compile(r"\.[a-z][a-z0-9]{1,5}$")
NOT_LOGGED = frozenset(vars(logging.makeLogRecord({}))) | {
    *("message", "asctime", "request", "is_asked_all_day"),
    "color_message",  # the message once more, of uvicorn
}


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; the fields of `extra` are next to the message."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            "request_id": request_id.get(),
        }
        line |= {name: fact for name, fact in vars(record).items() if name not in NOT_LOGGED}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def message_of(record: logging.LogRecord) -> str:
    """Return the message without the path that Django puts there, since a path may be a credential."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
        named = (route_of(request) if "/" in str(each) else each for each in record.args)
        return str(record.msg) % tuple(named)
    return record.getMessage()


def route_of(request: HttpRequest) -> str:
    """The address that was asked for, without what may be secret in it: ids and names stay."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return request.path if is_static(request) else UNKNOWN
    if "(?P" in match.route:
        return f"{HIDDEN} {match.view_name}"
    return "/" + PLACE.sub(lambda place: _shown(place, match.kwargs), match.route)


def is_static(request: HttpRequest) -> bool:
    """Whether a file was asked for that pages name, by its ending; such an address is no secret."""
    return request.path.startswith(settings.STATIC_URL) and bool(FILE.search(request.path))


def is_asked_all_day(request: HttpRequest) -> bool:
    """Whether a page or a monitor asks this by itself, as long as it is there; or it is a file."""
    match = getattr(request, "resolver_match", None)
    return is_static(request) if match is None else match.view_name in ASKED_ALL_DAY


def _shown(place: re.Match[str], values: Mapping[str, Any]) -> str:
    value = str(values.get(place["name"], ""))
    is_public = place["kind"] in PUBLIC or ID.fullmatch(value)
    return value if is_public else HIDDEN


def say_as_json(words: str, *_: Any) -> None:
    """A line from where no logger may be used: Celery says in a signal's handler that it ends."""
    record = logging.LogRecord("celery.worker", logging.INFO, "", 0, words, None, None)
    os.write(1, JsonLines().format(record).encode() + b"\n")


class AskedFor(logging.Filter):
    """A filter that drops the success of a task unless a request asked for it; beat asks all day."""

    def filter(self, record: logging.LogRecord) -> bool:
        task = record.args if isinstance(record.args, Mapping) else {}
        return record.levelno > logging.INFO or task.get("id") != request_id.get()


class NotAllDay(logging.Filter):
    """Leaves out what is asked all day and was answered well: an idle site prints nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(record, "is_asked_all_day", False)


class RequestLog:
    """One line for each request, whose id is a valid X-Request-ID or a new one, and is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("X-Request-ID", "")
        identity = asked if VALID_ID.fullmatch(asked) else uuid.uuid4().hex
        request_id.set(identity)  # until this thread has its next request
        began = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = identity
        facts = {
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
            "is_asked_all_day": response.status_code < 400 and is_asked_all_day(request),
        }
        if outage := getattr(response, "outage", None):
            facts["outage"] = outage
        level = logging.WARNING if response.status_code >= 500 else logging.INFO
        log.log(level, "%s %s", request.method, route_of(request), extra=facts)
        return response

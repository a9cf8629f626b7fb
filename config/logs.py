"""Logs as JSON, one event a line, each with the id of the request or task it happened in."""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

log = logging.getLogger("sluice.request")

VALID_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NOT_TOLD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request"}


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; what was given as `extra` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identity := request_id.get():
            line["request_id"] = identity
        line |= {name: fact for name, fact in vars(record).items() if name not in NOT_TOLD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


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
        log.info(
            "%s %s",
            request.method,
            request.path,
            extra={
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response

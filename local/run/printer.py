"""The terminal of `make run`: the JSON lines of the processes, in words for people.

Left out is what nobody asked for: static files, health checks, tasks that succeeded, and what the
servers say of themselves, whose addresses are not the one to open. A line that is no JSON is shown as
it is. `LOGS=json` shows all lines as they are.
"""

from __future__ import annotations

import json
from typing import Any

from honcho.printer import Message, Printer

from config.log_words import UNKNOWN

QUIET_LOGGERS = ("_granian", "celery", "granian", "uvicorn")  # and those below them
STARTED = " started (pid="
HEALTH = ("/healthz", "/readyz", "/status", "/metrics")


class CountingPrinter(Printer):
    """Honcho's printer, which knows how many lines it has written."""

    written = 0

    def write(self, message: Message) -> None:
        self.written += 1
        super().write(message)


class PlainPrinter(CountingPrinter):
    """Says a JSON line in words or leaves it out."""

    def write(self, message: Message) -> None:
        data = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        if message.name == "system" and STARTED in text:
            return
        words = plain(text)
        if words is not None:
            super().write(message._replace(data=words))


def plain(text: str) -> str | None:
    """A line of the log for people; None for a line that is left out."""
    try:
        line = json.loads(text)
    except ValueError:
        return text
    if not isinstance(line, dict) or "message" not in line:
        return text
    level = str(line.get("level", "info"))
    is_news = level not in ("debug", "info")
    if not is_news and _is_quiet(line):
        return None
    words = [f"{level}:"] if is_news else []
    words.append(str(line["message"]))
    if "status" in line:
        words.append(f"{line['status']}, {line.get('milliseconds', '?')} ms")
    if "exception" in line:
        words.append(f"\n{line['exception']}")
    return " ".join(words)


def _is_quiet(line: dict[str, Any]) -> bool:
    """Whether nobody asked for it."""
    logger = str(line.get("logger"))
    if logger.partition(".")[0] in QUIET_LOGGERS:
        return True
    if logger != "sluice.request":
        return False
    address = str(line["message"]).partition(" ")[2]
    is_a_file = address == UNKNOWN and int(line.get("status", 0)) < 400
    return is_a_file or address.startswith(HEALTH)

"""Moments as programs write them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

SPACE_BEFORE_ZONE = re.compile(r" ([+-]\d{2}):?(\d{2})$")
NAMED_ZONE = re.compile(r" ?(UTC|Z|GMT)$")
UNIX = re.compile(r"(\d{9,11})( [+-]\d{4})?")
GIT = re.compile(r"\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{2})(\d{2})")
MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        start=1,
    )
}


def moment(said: Any) -> datetime | None:
    """The moment that is meant, or None: ISO 8601 in its variants, git's own, seconds since 1970.

    One without a zone is in UTC.
    """
    try:
        return _of_number(said) if isinstance(said, int | float) else _of_text(str(said or ""))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _of_number(said: float) -> datetime | None:
    if isinstance(said, bool) or said <= 0:
        return None
    seconds = said / 1000 if said > 1e11 else said  # in milliseconds
    return datetime.fromtimestamp(seconds, UTC)


def _of_text(said: str) -> datetime | None:
    said = said.strip()
    if not said:
        return None
    if found := GIT.fullmatch(said):
        month, day, time, year, hours, minutes = found.groups()
        text = f"{year}-{MONTHS[month]:02}-{int(day):02}T{time}{hours}:{minutes}"
        return _in_range(datetime.fromisoformat(text))
    if found := UNIX.fullmatch(said):
        return datetime.fromtimestamp(int(found[1]), UTC)
    if "," in said:
        return _in_range(parsedate_to_datetime(said))
    said = SPACE_BEFORE_ZONE.sub(r"\1:\2", NAMED_ZONE.sub("+00:00", said))
    return _in_range(datetime.fromisoformat(said))


def _in_range(found: datetime) -> datetime | None:
    """None for what is before 1970 or after 9000: some days near the ends cannot be told."""
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found.astimezone(UTC) if 1970 <= found.year <= 9000 else None

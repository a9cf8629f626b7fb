"""Moments as programs write them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

SPACE_BEFORE_ZONE = re.compile(r" ([+-]\d{2}):?(\d{2})$")
NAMED_ZONE = re.compile(r" ?(UTC|Z|GMT)$")
UNIX = re.compile(r"(\d{9,11})( [+-]\d{4})?")
GIT = re.compile(r"\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{2})(\d{2})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        start=1,
    )
}


def moment(value: Any) -> datetime | None:
    """The moment that is meant, or None: ISO 8601 in its variants, git's own, seconds since 1970.

    One without a zone is in UTC.
    """
    try:
        return _of_number(value) if isinstance(value, int | float) else _of_text(str(value or ""))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _of_number(value: float) -> datetime | None:
    if isinstance(value, bool) or value <= 0:
        return None
    seconds = value / 1000 if value > 1e11 else value  # in milliseconds
    return _since_1970(seconds)


def _of_text(value: str) -> datetime | None:
    value = value.strip()
    if not value:
        return None
    if match := GIT.fullmatch(value):
        month, day, time, year, hours, minutes = match.groups()
        text = f"{year}-{MONTHS[month]:02}-{int(day):02}T{time}{hours}:{minutes}"
        return _in_range(datetime.fromisoformat(text))
    if match := UNIX.fullmatch(value):
        return _since_1970(int(match[1]))
    if "," in value:
        return _in_range(parsedate_to_datetime(value))
    value = SPACE_BEFORE_ZONE.sub(r"\1:\2", NAMED_ZONE.sub("+00:00", value))
    return _in_range(datetime.fromisoformat(value))


def _since_1970(seconds: float) -> datetime | None:
    return _in_range(EPOCH + timedelta(seconds=seconds))


def _in_range(at: datetime) -> datetime | None:
    """None for what is before 1970 or after 9000: some days near the ends cannot be shown."""
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return at.astimezone(UTC) if 1970 <= at.year <= 9000 else None

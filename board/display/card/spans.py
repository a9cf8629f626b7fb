"""Spans of time, summed and drawn: pure arithmetic on moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

UNITS = 240  # how finely a bar is drawn; what is nearer than this is one piece

MINUTE, HOUR = 60, 3600  # seconds


@dataclass(frozen=True)
class TimeSpan:
    """From one moment to a later one."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start) / timedelta(seconds=1))

    def within(self, other: "TimeSpan") -> "TimeSpan | None":
        """The part of this that lies in another span, if there is one."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return TimeSpan(start, end) if start < end else None


@dataclass(frozen=True)
class BarPiece:
    """A piece of a bar, in units from its beginning."""

    x: int
    width: int


def total(spans: Iterable[TimeSpan]) -> int:
    """Seconds summed over spans that do not overlap."""
    return sum(span.seconds for span in spans)


def common(spans: Iterable[TimeSpan], others: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Return the overlaps of these spans with the others."""
    others = list(others)
    return [both for span in spans for other in others if (both := span.within(other))]


def pieces(spans: Iterable[TimeSpan], whole: TimeSpan) -> list[BarPiece]:
    """The spans as pieces of a bar for the whole, at most one a unit, each to be seen."""
    drawn: list[BarPiece] = []
    for span in sorted(spans, key=lambda span: span.start):
        x = min(_units(span.start, whole), UNITS - 1)
        end = max(_units(span.end, whole), x + 1)
        if drawn and x <= drawn[-1].x + drawn[-1].width:
            last = drawn.pop()
            x, end = last.x, max(end, last.x + last.width)
        drawn.append(BarPiece(x, end - x))
    return drawn


def _units(moment: datetime, whole: TimeSpan) -> int:
    return round(
        (moment - whole.start) / max(whole.end - whole.start, timedelta(seconds=1)) * UNITS
    )


def lasting(days: int, seconds: int) -> str:
    """How long: the days that count; where it is none of them, hours and minutes by the clock."""
    if days:
        return _("%(n)s d") % {"n": days}
    if seconds < MINUTE:
        return _("under a minute")
    parts = [(seconds // HOUR, _("%(n)s h")), (seconds % HOUR // MINUTE, _("%(n)s min"))]
    return " ".join(words % {"n": number} for number, words in parts if number)

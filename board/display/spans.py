"""Spans of time, summed and drawn: pure arithmetic on moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

UNITS = 240  # how finely a bar is drawn; what is nearer than this is one piece

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


@dataclass(frozen=True)
class Span:
    """From one moment to a later one."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start) / timedelta(seconds=1))

    def within(self, other: "Span") -> "Span | None":
        """The part of this that lies in another span, if there is one."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True)
class Piece:
    """A piece of a bar, in units from its beginning."""

    x: int
    width: int


def total(spans: Iterable[Span]) -> int:
    """Seconds summed over spans that do not overlap."""
    return sum(span.seconds for span in spans)


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What lies both in one of these spans and in one of the others."""
    others = list(others)
    return [both for span in spans for other in others if (both := span.within(other))]


def pieces(spans: Iterable[Span], whole: Span) -> list[Piece]:
    """The spans as pieces of a bar for the whole, at most one a unit, each to be seen."""
    drawn: list[Piece] = []
    for span in sorted(spans, key=lambda span: span.start):
        x = min(_units(span.start, whole), UNITS - 1)
        end = max(_units(span.end, whole), x + 1)
        if drawn and x <= drawn[-1].x + drawn[-1].width:
            last = drawn.pop()
            x, end = last.x, max(end, last.x + last.width)
        drawn.append(Piece(x, end - x))
    return drawn


def _units(moment: datetime, whole: Span) -> int:
    return round(
        (moment - whole.start) / max(whole.end - whole.start, timedelta(seconds=1)) * UNITS
    )


def lasting(seconds: int) -> str:
    """How long, in the two largest units that say something: 4 d 3 h, 20 min."""
    if seconds < MINUTE:
        return _("under a minute")
    days, rest = divmod(seconds, DAY)
    hours, minutes = rest // HOUR, rest % HOUR // MINUTE
    parts = [(days, _("%(n)s d")), (hours, _("%(n)s h")), (minutes, _("%(n)s min"))]
    first = next(at for at, (number, _words) in enumerate(parts) if number)
    return " ".join(words % {"n": number} for number, words in parts[first : first + 2] if number)

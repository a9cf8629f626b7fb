"""Spans of time, and how long they are together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """From a moment to a moment; one without an end goes on."""

    begin: datetime
    end: datetime | None


def length(spans: Iterable[Span]) -> timedelta:
    """How long the union of these spans is; what overlaps counts once (docs/flow.md).

    Each must have an end; one that ends before it begins counts for nothing.
    """
    total = timedelta(0)
    covered: datetime | None = None
    for begin, end in sorted(spans):
        assert end is not None
        if covered is not None and begin < covered:
            begin = covered
        if end > begin:
            total += end - begin
            covered = end
    return total


def efficiency(idle: timedelta, elapsed: timedelta) -> float | None:
    """Flow efficiency: the share of the time in which nothing waited and nothing was blocked.

    For many cards, of the sums. No value where no time went by.
    """
    return 1 - idle / elapsed if elapsed else None

"""The oldest work in progress, day by day."""

from collections.abc import Iterable, Sequence
from datetime import date
from heapq import heappop, heappush


def oldest_starts(
    spans: Iterable[tuple[date, date | None]], days: Sequence[date]
) -> list[date | None]:
    """The earliest start among what is in progress at the end of each day, None without any.

    A span is the day on which a card was started and that on which it was finished or abandoned,
    if it was; on that day it is in progress no more. `days` are in order.
    """
    coming = sorted(spans, key=lambda span: span[0], reverse=True)
    going: list[tuple[date, date]] = []
    oldest: list[date | None] = []
    for day in days:
        while coming and coming[-1][0] <= day:
            started, ended = coming.pop()
            heappush(going, (started, ended or date.max))
        while going and going[0][1] <= day:
            heappop(going)
        oldest.append(going[0][0] if going else None)
    return oldest

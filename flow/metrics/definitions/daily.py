"""Day by day, from what each day changed: how much was in progress, how old it was, what came and went.

A change says of a day and a column how many cards joined its line, how many were taken off it again,
how many days of the calendar their starts had before them, and whether a restated past begins (1) or
ends (-1) there. Every array has one number for each calendar day of the window, both ends included.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from board.calendar import Calendar, Counts, every_day

LONG_AGO = date(1900, 1, 1)
JOINED, GONE, DAYS_BEFORE, RESTATED = range(4)


class DayChange(NamedTuple):
    """The change of a day in the line of a column."""

    day: date
    column: int
    joined: int
    gone: int = 0
    days_before: int = 0
    restated: int = 0


class PassageDays(NamedTuple):
    """A passage by its days; None for what has not happened."""

    started: date
    finished: date | None = None
    abandoned: date | None = None


class Daily:
    """The days of a window, column by column, and all days before it together."""

    def __init__(
        self, changes: Iterable[DayChange], first: date, last: date, *, commitment: int, done: int
    ) -> None:
        self.dates = every_day(first, last)
        self._commitment, self._done = commitment, done
        length = len(self.dates) + 1  # the first place is for what was before
        self._sums: dict[int, Counts] = defaultdict(lambda: np.zeros((4, length), np.int64))
        eve = first - timedelta(1)
        for day, column, *sums in changes:
            place = max((day - eve).days, 0)
            if place < length:
                self._sums[column][:, place] += sums

    def line(self, column: int) -> Counts:
        """The cards counted at the end of each day in the line of this column (CFD)."""
        joined, gone, *_others = self._sums[column]
        return np.cumsum(joined - gone)[1:]

    @property
    def arrivals(self) -> Counts:
        """Passages started on each day (Kanban Guide: work that started)."""
        return self._sums[self._commitment][JOINED, 1:]

    @property
    def abandoned(self) -> Counts:
        """Passages abandoned on each day."""
        return self._sums[self._commitment][GONE, 1:]

    @property
    def departures(self) -> Counts:
        """Passages finished on each day, on the very day, days off too."""
        return self._sums[self._done][JOINED, 1:]

    @property
    def wip(self) -> Counts:
        """Work in progress at the end of each day (Kanban Guide: started and not finished).

        What starts and finishes on one day is never counted; what is abandoned leaves on its day.
        """
        return self.line(self._commitment) - self.line(self._done)

    @property
    def present(self) -> Counts:
        """Passages with start <= day <= end: as `wip`, and what ended on the day itself."""
        return self.wip + self.departures + self.abandoned

    @property
    def restated(self) -> list[bool]:
        """Whether the day was different when it ended: a finish was reopened since, for example."""
        return (np.cumsum(self._sums[self._done][RESTATED])[1:] > 0).tolist()

    def throughput(self, days: Iterable[date], calendar: Calendar) -> list[int]:
        """Cards finished on each of these working days (Kanban Guide); what finished on a day off
        counts for the next working day (ours)."""
        counting = np.array(list(days), "datetime64[D]")
        if not len(counting):
            return []
        places = np.searchsorted(counting, calendar.count_on(self.dates))
        counted = np.bincount(places, self.departures, minlength=len(counting))
        return counted[: len(counting)].astype(np.int64).tolist()

    def total_age(self, calendar: Calendar, lately: Iterable[PassageDays]) -> Counts:
        """The ages of the work in progress at the end of each day, summed, in days (Vacanti).

        An age is the days that count up to the day, less those before the start, and at least 1:
        what started on a day off is one day old until the next working day. So the sum needs no look
        at each passage on each day, but for those that started `lately`: in the window, or on the
        days off right before it.
        """
        up_to_each_day = np.array([days_up_to(calendar, day) for day in self.dates.tolist()])
        sums = self._sums[self._commitment] - self._sums[self._done]
        days_before_the_starts = np.cumsum(sums[DAYS_BEFORE])[1:]
        return self.wip * up_to_each_day - days_before_the_starts + self._unworked(calendar, lately)

    def _unworked(self, calendar: Calendar, lately: Iterable[PassageDays]) -> Counts:
        """How much of the work in progress on each day has not seen a working day."""
        counts: Counts = np.zeros(len(self.dates), np.int64)
        if calendar.counts_all_days:
            return counts
        for started, *ends in lately:
            until = min(filter(None, (*ends, calendar.counts_on(started))))
            since = self.dates >= np.datetime64(started)
            counts += since & (self.dates < np.datetime64(until))
        return counts


def days_before(calendar: Calendar, day: date) -> int:
    """How many days that count were before this one, since long ago."""
    return days_up_to(calendar, day) - calendar.works_on(day)


def days_up_to(calendar: Calendar, day: date) -> int:
    """How many days that count there are up to this one, since long ago."""
    return calendar.days(LONG_AGO, day) or 0

"""Day by day: how much work was in progress, how old it was, what came and what went.

A passage is three dates of one place in three arrays: when it started, when it finished and when it
was abandoned; NaT for what has not happened. Every answer has one number for each calendar day from
`first` to `last`, both included.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from board.calendar import A_DAY, Calendar, Counts, Dates, every_day

LONG_AGO = np.datetime64("1900-01-01", "D")


@dataclass(frozen=True, eq=False)
class Passages:
    """Times in progress, as arrays of dates of one length; `ended` is the day each left progress."""

    started: Dates
    finished: Dates
    abandoned: Dates

    @property
    def ended(self) -> Dates:
        return np.where(np.isnat(self.finished), self.abandoned, self.finished)


def arrivals(passages: Passages, first: date, last: date) -> Counts:
    """Passages started on each day (Kanban Guide: work that started)."""
    return _on_each_day(passages.started, first, last)


def departures(passages: Passages, first: date, last: date) -> Counts:
    """Passages finished on each day, on the very day, days off too."""
    return _on_each_day(passages.finished, first, last)


def abandoned(passages: Passages, first: date, last: date) -> Counts:
    """Passages abandoned on each day."""
    return _on_each_day(passages.abandoned, first, last)


def throughput(passages: Passages, first: date, last: date, calendar: Calendar) -> Counts:
    """Cards finished on each day (Kanban Guide); on a day off, for the next working day (ours)."""
    finished = passages.finished[~np.isnat(passages.finished)]
    return _on_each_day(calendar.count_on(finished), first, last)


def wip(passages: Passages, first: date, last: date) -> Counts:
    """Work in progress at the end of each day (Kanban Guide: started and not finished).

    What started and finished on one day is never counted; what is abandoned leaves on its day.
    """
    started = _up_to_each_day(passages.started, first, last)
    return started - _up_to_each_day(passages.ended, first, last)


def present(passages: Passages, first: date, last: date) -> Counts:
    """Passages with start <= day <= end: as `wip`, and what ended on the day itself."""
    return wip(passages, first, last) + _on_each_day(passages.ended, first, last)


def total_age(passages: Passages, first: date, last: date, calendar: Calendar) -> Counts:
    """The ages of the work in progress at the end of each day, summed, in days (Vacanti).

    An age is the days that count up to the day, less those before the start, and at least 1; so
    the sum needs no look at each passage on each day.
    """
    up_to_each_day = calendar.days_of_each(LONG_AGO, every_day(first, last))
    before_start = calendar.days_of_each(LONG_AGO, passages.started - A_DAY)
    before_starts = _up_to_each_day(passages.started, first, last, before_start)
    before_starts -= _up_to_each_day(passages.ended, first, last, before_start)
    unworked_until = np.fmin(passages.ended, calendar.count_on(passages.started))
    unworked = _up_to_each_day(passages.started, first, last)
    unworked -= _up_to_each_day(unworked_until, first, last)
    return wip(passages, first, last) * up_to_each_day - before_starts + unworked


def _on_each_day(dates: Dates, first: date, last: date, weights: Counts | None = None) -> Counts:
    """How many of the dates are each day; or the sum of their weights."""
    places = (dates - np.datetime64(first, "D")).astype(np.int64)
    length = (last - first).days + 1
    within = ~np.isnat(dates) & (places >= 0) & (places < length)
    weighed = None if weights is None else weights[within]
    return np.bincount(places[within], weighed, minlength=length).astype(np.int64)


def _up_to_each_day(dates: Dates, first: date, last: date, weights: Counts | None = None) -> Counts:
    earlier = dates < np.datetime64(first, "D")
    before = np.count_nonzero(earlier) if weights is None else weights[earlier].sum()
    return before + np.cumsum(_on_each_day(dates, first, last, weights))

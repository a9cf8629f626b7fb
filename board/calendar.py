"""Which days count, and how many they are.

Moments are reduced to calendar dates in the board's time zone before they come here; nothing is
ever computed from hours.
"""

import warnings
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache

import holidays
import numpy as np
from numpy.typing import NDArray

ADate = np.datetime64  # of unit D
Dates = NDArray[ADate]
Counts = NDArray[np.int64]

YEARS = range(1970, 2101)  # the years whose holidays are known; what is imported is no older
A_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Calendar:
    """The days on which a board works.

    `days_off` are weekdays, Monday is 0; `holidays_of` is a country or a part of it (BE, US-CA),
    whose public holidays are those of the `holidays` library. Without either, all days count.
    Raises ValueError for a week without a working day and for a place that nobody knows.
    """

    days_off: frozenset[int] = frozenset()
    holidays_of: str = ""

    def __post_init__(self) -> None:
        if not self.days_off <= {*range(7)} or len(self.days_off) == 7:
            raise ValueError("days off are weekdays from 0 to 6, and not all of them")
        if self.holidays_of:
            _holidays_of(self.holidays_of)

    @classmethod
    def of(cls, days_off: Collection[int], holidays_of: str) -> "Calendar":
        """The same, kept; all days count where this makes no sense (any more)."""
        return _kept(frozenset(days_off), holidays_of)

    @property
    def counts_all_days(self) -> bool:
        return not self.days_off and not self.holidays_of

    def works_on(self, day: date) -> bool:
        return self.counts_all_days or bool(np.is_busday(day, busdaycal=self._busdays))

    def days(self, start: date, finish: date) -> int | None:
        """Days from start to finish, both ends counted: same day = 1 (Vacanti).

        With days off, the working days among them, at least 1 (ours). None where the finish is
        before the start: that is an error in the data, not a number.
        """
        if finish < start:
            return None
        if self.counts_all_days:
            return (finish - start).days + 1
        return max(1, int(np.busday_count(start, finish + timedelta(1), busdaycal=self._busdays)))

    def days_of_each(self, starts: Dates | ADate, finishes: Dates | ADate) -> Counts:
        """The same for arrays of dates of one shape, or one of them a single date.

        0 stands for what is not a number, because the finish is before the start.
        """
        if self.counts_all_days:
            counted = (finishes - starts).astype(np.int64) + 1
        else:
            counted = np.busday_count(starts, finishes + A_DAY, busdaycal=self._busdays)
            counted = np.maximum(counted, 1)
        return np.where(finishes < starts, 0, counted)

    def latest_start(self, age: int, today: date) -> date:
        """The last day on which something that is at least `age` days old today may have started.

        The inverse of `days`, so that what asks for an age and what shows it count alike.
        """
        if self.counts_all_days or age <= 1:
            return today - timedelta(age - 1)
        started = np.busday_offset(today, 1 - age, roll="backward", busdaycal=self._busdays)
        return started.astype(object)

    def counts_on(self, day: date) -> date:
        """The day for which that counts which finishes on this day: the next working day (ours)."""
        return day if self.counts_all_days else self.after(day - timedelta(1), 1)

    def count_on(self, days: Dates) -> Dates:
        """The same for an array of dates."""
        if self.counts_all_days:
            return days
        return np.busday_offset(days, 0, roll="forward", busdaycal=self._busdays)

    def after(self, day: date, days: int) -> date:
        """Return the date a number of working days after a day: 0 is the day itself, 1 the next.

        It turns the answer of a forecast, in which day 1 is tomorrow, into a date.
        """
        if self.counts_all_days or days == 0:
            return day + timedelta(days)
        offset = np.busday_offset(day, days, roll="backward", busdaycal=self._busdays)
        return offset.astype(object)

    def working_days(self, first: date, last: date) -> Dates:
        """The days that count from the first to the last, both included, in order."""
        every = every_day(first, last)
        if self.counts_all_days:
            return every
        return every[np.is_busday(every, busdaycal=self._busdays)]

    @cached_property
    def _busdays(self) -> np.busdaycalendar:
        works = [day not in self.days_off for day in range(7)]
        free = _holidays_of(self.holidays_of) if self.holidays_of else []
        return np.busdaycalendar(weekmask=works, holidays=free)


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The calendar date of a moment in the board's zone."""
    return moment.astimezone(zone).date()


def every_day(first: date, last: date) -> Dates:
    """The dates from the first to the last, both included."""
    return np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + A_DAY)


def window(today: date, days: int) -> tuple[date, date]:
    """Return the first and the last of this many complete days, which end yesterday (ours).

    They are dates of the calendar, days off among them.
    """
    return today - timedelta(days), today - timedelta(1)


@lru_cache(maxsize=64)
def _kept(days_off: frozenset[int], holidays_of: str) -> Calendar:
    try:
        return Calendar(days_off, holidays_of)
    except ValueError:
        return Calendar()


@lru_cache(maxsize=64)
def _holidays_of(place: str) -> list[date]:
    """The public holidays of a country, or of a part of it."""
    country, _, part = place.partition("-")
    with warnings.catch_warnings():  # the library knows fewer years of some countries, and says so
        warnings.simplefilter("ignore")
        try:
            return sorted(holidays.country_holidays(country, subdiv=part or None, years=YEARS))
        except NotImplementedError as error:
            raise ValueError(f"nobody knows the holidays of {place}") from error

"""Day by day: what is in progress, how old it is, what comes and goes."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from board.calendar import Calendar
from flow.metrics.measures.daily import (
    Passages,
    abandoned,
    arrivals,
    departures,
    present,
    throughput,
    total_age,
    wip,
)
from flow.metrics.measures.stability import stability

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)  # Monday to Sunday
ALL_DAYS = Calendar()
WEEKDAYS = Calendar(days_off=frozenset({5, 6}))


def passages(*rows: tuple[int, int | None, int | None]) -> Passages:
    """Of rows of days after the first Monday: started, finished, abandoned."""

    def dates(place: int):
        days = [row[place] for row in rows]
        moments = [None if day is None else FIRST + timedelta(day) for day in days]
        return np.array(moments, "datetime64[D]")

    return Passages(dates(0), dates(1), dates(2))


WEEK = passages((-3, 1, None), (0, 0, None), (0, None, None), (2, None, 3), (4, 5, None))


def test_work_is_in_progress_from_its_start_until_the_day_before_its_end():
    assert wip(WEEK, FIRST, LAST).tolist() == [2, 1, 2, 1, 2, 1, 1]


def test_what_starts_and_ends_on_one_day_is_never_in_progress():
    one_day = passages((2, 2, None), (3, None, 3))
    assert wip(one_day, FIRST, LAST).tolist() == [0] * 7
    assert present(one_day, FIRST, LAST).tolist() == [0, 0, 1, 1, 0, 0, 0]


def test_arrivals_departures_and_what_was_abandoned_are_counted_on_their_day():
    assert arrivals(WEEK, FIRST, LAST).tolist() == [2, 0, 1, 0, 1, 0, 0]
    assert departures(WEEK, FIRST, LAST).tolist() == [1, 1, 0, 0, 0, 1, 0]
    assert abandoned(WEEK, FIRST, LAST).tolist() == [0, 0, 0, 1, 0, 0, 0]


def test_a_finish_on_a_day_off_is_throughput_of_the_next_working_day():
    span = FIRST, LAST + timedelta(1)
    assert throughput(WEEK, *span, WEEKDAYS).tolist() == [1, 1, 0, 0, 0, 0, 0, 1]
    assert throughput(WEEK, *span, ALL_DAYS).tolist() == [1, 1, 0, 0, 0, 1, 0, 0]


def test_total_age_is_the_sum_of_the_ages():
    assert total_age(WEEK, FIRST, LAST, ALL_DAYS).tolist() == [4 + 1, 2, 3 + 1, 4, 5 + 1, 6, 7]


def test_nothing_in_progress_is_zero_every_day():
    nothing = passages()
    for measure in (wip, present, arrivals, departures, abandoned):
        assert measure(nothing, FIRST, LAST).tolist() == [0] * 7
    assert total_age(nothing, FIRST, LAST, WEEKDAYS).tolist() == [0] * 7


@pytest.mark.parametrize("calendar", [ALL_DAYS, WEEKDAYS, Calendar(frozenset({1}), "BE")])
def test_total_age_is_that_of_each_passage_looked_at_on_each_day(calendar):
    dice = Random(7)
    rows = []
    for _ in range(200):
        start = dice.randrange(-60, 90)
        end = start + dice.randrange(40)
        rows.append(dice.choice([(start, end, None), (start, None, end), (start, None, None)]))
    first, last = FIRST, FIRST + timedelta(80)
    expected = []
    for day in range(81):
        going = [s for s, *ends in rows if s <= day and all(e is None or day < e for e in ends)]
        ages = [calendar.days(FIRST + timedelta(s), FIRST + timedelta(day)) for s in going]
        expected.append(sum(ages))
    assert total_age(passages(*rows), first, last, calendar).tolist() == expected


def test_little_compares_what_is_there_with_throughput_times_cycle_time():
    found = stability(present=[2, 2, 2, 2], cycle_times=[2, 2, 2, 2])
    assert (found.average_wip, found.throughput, found.average_cycle_time) == (2, 1, 2)
    assert found.expected_wip == 2
    assert found.ratio == 1
    assert stability(present=[2, 4, 6, 8], cycle_times=[2, 2]).ratio == 5


def test_little_says_nothing_when_nothing_was_finished():
    assert stability(present=[1, 2], cycle_times=[]) is None
    assert stability(present=[], cycle_times=[3]) is None

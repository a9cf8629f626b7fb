"""Day by day: what is in progress, how old it is, what comes and goes."""

from datetime import date, timedelta
from random import Random

import pytest

from board.calendar import Calendar
from flow.metrics.definitions.daily import Daily, DayChange, PassageDays, days_before
from flow.metrics.definitions.stability import stability

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)  # Monday to Sunday
ALL_DAYS = Calendar()
WEEKDAYS = Calendar(days_off=frozenset({5, 6}))
COMMITMENT, DONE = 1, 2


def spans(*rows: tuple[int, int | None, int | None]) -> list[PassageDays]:
    """Of rows of days after the first Monday: started, finished, abandoned."""
    days = [[None if at is None else FIRST + timedelta(at) for at in row] for row in rows]
    return [PassageDays(*row) for row in days]


def changes(passages: list[PassageDays], calendar: Calendar) -> list[DayChange]:
    """What each passage changed: it joins the line of the commitment, and that of done or none."""
    found = []
    for started, finished, abandoned in passages:
        before = days_before(calendar, started)
        found.append(DayChange(started, COMMITMENT, joined=1, days_before=before))
        if finished:
            found.append(DayChange(finished, DONE, joined=1, days_before=before))
        if abandoned:
            found.append(DayChange(abandoned, COMMITMENT, joined=0, gone=1, days_before=-before))
    return found


def daily(passages: list[PassageDays], first=FIRST, last=LAST, calendar=ALL_DAYS) -> Daily:
    told = changes(passages, calendar)
    return Daily(told, first, last, commitment=COMMITMENT, done=DONE)


WEEK = spans((-3, 1, None), (0, 0, None), (0, None, None), (2, None, 3), (4, 5, None))


def test_work_is_in_progress_from_its_start_until_the_day_before_its_end():
    assert daily(WEEK).wip.tolist() == [2, 1, 2, 1, 2, 1, 1]


def test_what_starts_and_ends_on_one_day_is_never_in_progress():
    one_day = daily(spans((2, 2, None), (3, None, 3)))
    assert one_day.wip.tolist() == [0] * 7
    assert one_day.present.tolist() == [0, 0, 1, 1, 0, 0, 0]


def test_arrivals_departures_and_what_was_abandoned_are_counted_on_their_day():
    assert daily(WEEK).arrivals.tolist() == [2, 0, 1, 0, 1, 0, 0]
    assert daily(WEEK).departures.tolist() == [1, 1, 0, 0, 0, 1, 0]
    assert daily(WEEK).abandoned.tolist() == [0, 0, 0, 1, 0, 0, 0]


def test_a_finish_on_a_day_off_is_throughput_of_the_next_working_day():
    span = [FIRST + timedelta(day) for day in range(8)]
    week = daily(WEEK, span[0], span[-1])
    assert week.throughput(span, ALL_DAYS) == [1, 1, 0, 0, 0, 1, 0, 0]
    working_days = [*span[:5], span[7]]
    assert week.throughput(working_days, WEEKDAYS) == [1, 1, 0, 0, 0, 1]
    assert week.throughput([], WEEKDAYS) == []


def test_total_age_is_the_sum_of_the_ages():
    assert daily(WEEK).total_age(ALL_DAYS, WEEK).tolist() == [4 + 1, 2, 3 + 1, 4, 5 + 1, 6, 7]


def test_nothing_in_progress_is_zero_every_day():
    nothing = daily([])
    for each in (
        *(nothing.wip, nothing.present, nothing.arrivals, nothing.departures, nothing.abandoned),
        nothing.total_age(WEEKDAYS, []),
    ):
        assert each.tolist() == [0] * 7


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
    passages = spans(*rows)
    found = daily(passages, first, last, calendar).total_age(calendar, passages)
    assert found.tolist() == expected


def test_little_compares_what_is_there_with_throughput_times_cycle_time():
    found = stability(present=[2, 2, 2, 2], cycle_times=[2, 2, 2, 2])
    assert (found.average_wip, found.throughput, found.average_cycle_time) == (2, 1, 2)
    assert found.expected_wip == 2
    assert found.ratio == 1
    assert stability(present=[2, 4, 6, 8], cycle_times=[2, 2]).ratio == 5


def test_little_says_nothing_when_nothing_was_finished():
    assert stability(present=[1, 2], cycle_times=[]) is None
    assert stability(present=[], cycle_times=[3]) is None

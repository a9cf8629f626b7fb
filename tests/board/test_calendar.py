"""Days are counted with both ends, and only those on which the board works."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from board.calendar import Calendar, day_of, every_day, window

ALL_DAYS = Calendar()
WEEKDAYS = Calendar(days_off=frozenset({5, 6}))
BELGIUM = Calendar(days_off=frozenset({5, 6}), holidays_of="BE")
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))


@pytest.mark.parametrize(("days_off", "holidays_of"), [((), ""), ((5, 6), ""), ((0, 3, 6), "BE")])
def test_the_latest_start_of_an_age_is_the_last_day_that_is_so_old(days_off, holidays_of):
    calendar = Calendar(frozenset(days_off), holidays_of)
    for ahead in range(14):
        today = date(2026, 12, 20) + timedelta(ahead)
        for age in range(1, 40):
            start = calendar.latest_start(age, today)
            assert calendar.days(start, today) >= age
            day_after = calendar.days(start + timedelta(1), today)
            assert day_after is None or day_after < age


def test_the_same_day_is_one_day():
    assert ALL_DAYS.days(FRIDAY, FRIDAY) == 1


def test_both_ends_are_counted():
    assert ALL_DAYS.days(FRIDAY, MONDAY) == 4


def test_days_off_are_not_counted():
    assert WEEKDAYS.days(FRIDAY, MONDAY) == 2


def test_work_on_days_off_alone_is_one_day():
    assert WEEKDAYS.days(SATURDAY, SUNDAY) == 1


def test_a_finish_before_the_start_is_no_number():
    assert ALL_DAYS.days(MONDAY, FRIDAY) is None
    assert WEEKDAYS.days(MONDAY, SUNDAY) is None
    dates = np.array([MONDAY], "datetime64[D]"), np.array([FRIDAY], "datetime64[D]")
    assert ALL_DAYS.days_of_each(*dates).tolist() == [0]
    assert WEEKDAYS.days_of_each(*dates).tolist() == [0]


def test_holidays_of_a_country_are_not_counted():
    assert BELGIUM.days(date(2026, 7, 20), date(2026, 7, 22)) == 2  # the 21st is its national day
    assert not BELGIUM.works_on(date(2026, 7, 21))
    assert WEEKDAYS.works_on(date(2026, 7, 21))


def test_a_part_of_a_country_may_have_holidays_of_its_own():
    chavez_day = date(2026, 3, 31)
    assert Calendar(holidays_of="US").works_on(chavez_day)
    assert not Calendar(holidays_of="US-CA").works_on(chavez_day)


def test_what_finishes_on_a_day_off_counts_on_the_next_working_day():
    assert WEEKDAYS.counts_on(SATURDAY) == WEEKDAYS.counts_on(SUNDAY) == MONDAY
    assert WEEKDAYS.counts_on(FRIDAY) == FRIDAY
    assert ALL_DAYS.counts_on(SATURDAY) == SATURDAY
    assert BELGIUM.counts_on(date(2026, 7, 21)) == date(2026, 7, 22)


def test_days_to_come_are_working_days():
    assert ALL_DAYS.after(FRIDAY, 3) == MONDAY
    assert WEEKDAYS.after(FRIDAY, 0) == FRIDAY
    assert WEEKDAYS.after(FRIDAY, 1) == WEEKDAYS.after(SUNDAY, 1) == MONDAY
    assert WEEKDAYS.after(FRIDAY, 6) == MONDAY + timedelta(7)


@pytest.mark.parametrize("days_off", [{7}, {-1}, set(range(7))])
def test_a_week_has_a_working_day_and_only_seven_of_any(days_off):
    with pytest.raises(ValueError, match="days off"):
        Calendar(days_off=frozenset(days_off))


@pytest.mark.parametrize("place", ["XX", "BE-ZZ", "Harbour"])
def test_a_place_that_nobody_knows_is_an_error(place):
    with pytest.raises(ValueError, match=f"holidays of {place}"):
        Calendar(holidays_of=place)


@pytest.mark.parametrize("calendar", [ALL_DAYS, WEEKDAYS, BELGIUM, Calendar(holidays_of="IN")])
def test_an_array_is_counted_as_each_of_its_days(calendar):
    dice = Random(1)
    starts = [date(2020, 1, 1) + timedelta(dice.randrange(3000)) for _ in range(500)]
    finishes = [start + timedelta(dice.randrange(-3, 60)) for start in starts]
    arrays = np.array(starts, "datetime64[D]"), np.array(finishes, "datetime64[D]")
    one_by_one = [calendar.days(*ends) or 0 for ends in zip(starts, finishes, strict=True)]
    assert calendar.days_of_each(*arrays).tolist() == one_by_one
    assert calendar.count_on(arrays[1]).tolist() == [calendar.counts_on(day) for day in finishes]


def test_the_working_days_of_a_span_are_named():
    assert WEEKDAYS.working_days(FRIDAY, MONDAY).tolist() == [FRIDAY, MONDAY]
    assert ALL_DAYS.working_days(FRIDAY, MONDAY).tolist() == every_day(FRIDAY, MONDAY).tolist()


def test_a_window_is_of_complete_days_that_end_yesterday():
    assert window(MONDAY, 3) == (FRIDAY, SUNDAY)


def test_a_moment_belongs_to_the_day_of_the_boards_zone():
    moment = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
    assert day_of(moment, ZoneInfo("Europe/Brussels")) == date(2026, 3, 30)
    assert day_of(moment, ZoneInfo("America/New_York")) == date(2026, 3, 29)


def test_a_calendar_that_makes_no_sense_any_more_counts_all_days():
    assert Calendar.of([5, 6], "Atlantis") == ALL_DAYS
    assert Calendar.of([5, 6], "BE") == BELGIUM

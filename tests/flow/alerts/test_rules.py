"""Which thresholds a card has crossed, by plain values."""

from datetime import date, timedelta

from board.calendar import Calendar
from flow.alerts.rules import USUAL, AlertKind, CardStanding, chance, crossings

TODAY = date(2026, 11, 25)  # a Wednesday
EVERY_DAY, WEEKDAYS = Calendar(), Calendar(frozenset({5, 6}))


def back(days):
    return TODAY - timedelta(days)


def kinds(*, rules=USUAL, expected=None, calendar=EVERY_DAY, **facts):
    facts = {"card": 1, "column": 7, "passage": 1, "arrived_on": TODAY, "started_on": TODAY} | facts
    return [
        each.kind for each in crossings(CardStanding(**facts), rules, expected, calendar, TODAY)
    ]


def test_a_young_card_crosses_nothing():
    assert kinds(pace=(2, 3, 5, 8), expected=8) == []


def test_at_half_of_the_pace_it_is_watched_and_at_85_percent_it_ages():
    pace = (2, 3, 5, 8)
    assert kinds(pace=pace, started_on=back(1)) == [AlertKind.WATCH]
    assert kinds(pace=pace, started_on=back(3)) == [AlertKind.WATCH]
    assert kinds(pace=pace, started_on=back(4)) == [AlertKind.AGING]


def test_a_card_may_be_as_old_as_is_expected_but_not_older():
    assert kinds(expected=8, started_on=back(7)) == []
    assert kinds(expected=8, started_on=back(8)) == [AlertKind.EXPECTED]


def test_days_off_make_nothing_older():
    assert kinds(expected=4, started_on=back(5), calendar=EVERY_DAY) == [AlertKind.EXPECTED]
    assert kinds(expected=4, started_on=back(5), calendar=WEEKDAYS) == []


def test_a_block_counts_when_it_lasts_longer_than_its_days():
    assert kinds(blocked=(3, back(1))) == []
    assert kinds(blocked=(3, back(2))) == [AlertKind.BLOCKED]


def test_a_card_stands_still_when_it_has_not_moved_for_days():
    assert kinds(arrived_on=back(4)) == []
    assert kinds(arrived_on=back(5)) == [AlertKind.STILL]


def test_a_card_that_is_not_started_neither_ages_nor_stands_still():
    facts = {"started_on": None, "passage": 0, "pace": (1, 1, 1, 1), "expected": 1}
    assert kinds(arrived_on=back(99), **facts) == []


def test_a_date_alerts_only_if_it_is_near_and_unlikely():
    soon, later = TODAY + timedelta(6), TODAY + timedelta(7)
    assert kinds(due_on=soon, chance=49) == [AlertKind.DUE]
    assert kinds(due_on=soon, chance=50) == []
    assert kinds(due_on=soon, chance=None) == []
    assert kinds(due_on=later, chance=0) == []
    assert kinds(due_on=back(1), chance=0) == [AlertKind.DUE]


def test_a_rule_that_is_off_says_nothing():
    assert kinds(expected=1, started_on=back(9), arrived_on=back(9), rules={}) == []


def test_the_chance_is_that_of_finished_cards_which_were_still_there_at_this_age():
    finished = [(days, days) for days in range(1, 11)]
    assert chance(finished, age=1, left=5) == 50
    assert chance(finished, age=6, left=5) == 100
    assert chance(finished, age=6, left=2) == 40
    assert chance(finished, age=11, left=20) == 0  # none was ever as old
    assert chance(finished, age=1, left=0) == 0  # it is past


def test_of_too_few_cards_no_chance_is_told():
    assert chance([(1, 1)] * 9, age=1, left=5) is None

"""Forecasts are exact: the same history gives the same answer, and chance has no part in it."""

from itertools import product
from time import perf_counter

import numpy as np
import pytest

from flow.metrics.definitions.forecast import LONGEST, MOST, how_many, when

# A quarter of a team that finishes 1.5 cards a day: days with 0, 1, 2, 3, 4 and 6 of them.
QUARTER = [0] * 30 + [1] * 21 + [2] * 20 + [3] * 12 + [4] * 5 + [6] * 2
TRIALS = 1_000_000
PERCENTS = (50, 70, 85, 95)


def test_one_day_brings_what_a_day_has_brought():
    forecast = how_many([0, 1, 1, 3], days=1)
    assert forecast.first == 0
    assert forecast.chances.tolist() == [0.25, 0.5, 0, 0.25]


def test_the_chances_of_days_are_multiplied_out():
    forecast = how_many([0, 1], days=3)
    assert forecast.chances.tolist() == [1 / 8, 3 / 8, 3 / 8, 1 / 8]  # exact: halves


def test_p_percent_is_enough_when_it_is_just_p_percent():
    assert how_many([0, 1], days=1).at_least(50) == 1
    assert when([0, 1], items=1).at_most(50) == 1
    assert how_many([0] * 3 + [1] * 17, days=1).at_least(85) == 1
    assert how_many([0] * 3 + [1] * 17, days=1).at_least(86) == 0


def test_thirty_days_of_a_quarter_are_answered_to_the_card():
    """Every answer is the last one with enough chance, counted in whole numbers of histories."""
    ways = [1]
    for _day in range(30):
        ways = multiplied(ways, counted(QUARTER))
    total = len(QUARTER) ** 30
    for p in range(1, 100):
        answer = how_many(QUARTER, days=30).at_least(p)
        assert 100 * sum(ways[answer:]) >= p * total > 100 * sum(ways[answer + 1 :])


def test_each_way_that_days_may_go_is_counted():
    history = [0, 0, 1, 2, 5]
    for days in range(1, 6):
        totals = [sum(way) for way in product(history, repeat=days)]
        forecast = how_many(history, days)
        for p in range(1, 101):
            enough = [n for n in range(26) if at_least(totals, n) * 100 >= p * len(totals)]
            assert forecast.at_least(p) == max(enough)


def test_the_day_on_which_items_are_done_is_counted_the_same_way():
    history = [0, 1, 1, 3]
    days = 7
    ways = list(product(history, repeat=days))
    for items in (1, 2, 3):
        done_by = [sum(sum(way[:day]) >= items for way in ways) for day in range(days + 1)]
        forecast = when(history, items)
        for p in PERCENTS:
            expected = next(day for day in range(days + 1) if done_by[day] * 100 >= p * len(ways))
            assert forecast.at_most(p) == expected


def test_both_questions_have_one_answer():
    """At least N cards in D days is as likely as N cards by day D."""
    for days, items in [(1, 1), (10, 12), (30, 40), (90, 150)]:
        many = how_many(QUARTER, days)
        by = when(QUARTER, items)
        assert many.chances[items - many.first :].sum() == pytest.approx(
            by.chances[: days - by.first + 1].sum(), abs=1e-9
        )


def test_a_million_seeded_trials_agree_within_their_error():
    dice = np.random.default_rng(20261125)
    history = np.array(QUARTER)
    done = np.zeros(TRIALS, dtype=np.int64)
    finished_on = np.zeros(TRIALS, dtype=np.int64)
    for day in range(1, 61):
        done += dice.choice(history, TRIALS)
        finished_on[(finished_on == 0) & (done >= 40)] = day
        if day == 30:
            assert_agree(how_many(QUARTER, 30), done)
    assert_agree(when(QUARTER, 40), finished_on)


def test_without_anything_finished_there_is_no_answer():
    assert how_many([0] * 90, days=30) is None
    assert how_many([], days=30) is None
    assert when([0] * 90, items=3) is None
    assert when([], items=3) is None


def test_nothing_to_do_is_done_today():
    for history in (QUARTER, [0] * 90, []):
        assert [when(history, items=0).at_most(p) for p in PERCENTS] == [0, 0, 0, 0]


def test_no_days_bring_nothing():
    assert [how_many(QUARTER, days=0).at_least(p) for p in PERCENTS] == [0, 0, 0, 0]


def test_a_team_without_variation_has_one_answer():
    assert [how_many([2] * 9, days=10).at_least(p) for p in PERCENTS] == [20, 20, 20, 20]
    assert [when([2] * 9, items=21).at_most(p) for p in PERCENTS] == [11, 11, 11, 11]


def test_the_whole_distribution_sums_to_one():
    assert how_many(QUARTER, days=365).chances.sum() == pytest.approx(1, abs=1e-9)
    assert when(QUARTER, items=500).chances.sum() == pytest.approx(1, abs=1e-9)


def test_what_is_more_than_ten_years_away_has_no_day():
    forecast = when([0] * 89 + [1], items=1_000)
    assert [forecast.at_most(p) for p in PERCENTS] == [None, None, None, None]
    assert when([0] * 89 + [1], items=40).at_most(50) == 3_570


@pytest.mark.parametrize("days", [-1, LONGEST + 1])
def test_days_before_today_and_after_ten_years_are_refused(days):
    with pytest.raises(ValueError, match="a forecast is for"):
        how_many(QUARTER, days)


@pytest.mark.parametrize("items", [-1, MOST + 1])
def test_fewer_than_no_items_and_too_many_are_refused(items):
    with pytest.raises(ValueError, match="a forecast is for"):
        when(QUARTER, items)


def test_the_longest_forecast_is_bounded_in_time_and_memory():
    busy = [*range(90), 1_000]
    began = perf_counter()
    many, by = how_many(busy, LONGEST), when(busy, MOST)
    assert perf_counter() - began < 20  # it takes about one; forever is what must not be
    assert (many.first, many.last) == (MOST, MOST)
    assert by.last <= LONGEST


def test_so_many_cards_that_nobody_counts_them_are_not_told_apart():
    spring_cleaning = [0] * 89 + [1_000_000]
    assert how_many(spring_cleaning, days=90).at_least(50) == MOST
    assert how_many(spring_cleaning, days=20).at_least(50) == 0
    assert when(spring_cleaning, items=3).at_most(50) == 63


def counted(history: list[int]) -> list[int]:
    return [history.count(finished) for finished in range(max(history) + 1)]


def multiplied(one: list[int], other: list[int]) -> list[int]:
    product_of = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            product_of[i + j] += a * b
    return product_of


def at_least(totals: list[int], number: int) -> int:
    return sum(total >= number for total in totals)


def assert_agree(forecast, drawn) -> None:
    """Every cumulative chance is as drawn, within five standard errors of so many trials."""
    for place, chance in enumerate(forecast.chances.cumsum()):
        share = np.count_nonzero(drawn <= forecast.first + place) / TRIALS
        error = np.sqrt(chance * (1 - chance) / TRIALS)
        assert abs(share - chance) <= 5 * error + 5 / TRIALS

"""A percentile is one of the values, by nearest rank; PostgreSQL says the same."""

from random import Random

import numpy as np
import pytest
from django.db import connection

from flow.metrics.definitions.percentile import SHOWN, percentile, percentiles, reached, too_few


def test_it_is_the_smallest_value_that_so_many_percent_do_not_exceed():
    assert percentile([15, 20, 35, 40, 50], 30) == 20
    assert percentile([50, 15, 40, 20, 35], 100) == 50
    assert percentile([7], 1) == 7


def test_where_p_percent_is_a_whole_number_of_values_it_is_the_last_of_these():
    assert percentile(range(1, 21), 85) == 17
    assert percentile(range(1, 101), 95) == 95


def test_several_are_given_at_once():
    assert percentiles([3, 1, 2, 4]) == {50: 2, 70: 3, 85: 4, 95: 4}
    assert percentiles([]) == {}


@pytest.mark.parametrize("p", [0, 101, -5])
def test_there_is_none_beyond_one_and_a_hundred(p):
    with pytest.raises(ValueError, match="percentile"):
        percentile([1, 2], p)


def test_there_is_none_of_nothing():
    with pytest.raises(ValueError, match="of 0 values"):
        percentile([], 50)


def test_fewer_than_ten_values_are_too_few_to_trust():
    assert too_few(9)
    assert not too_few(10)


def test_a_value_has_reached_the_percentiles_up_to_it():
    values = [1, 2, 2, 5, 9]
    assert [reached(values, value) for value in (0, 1, 2, 4, 5, 9, 50)] == [
        *(0, 20, 60, 60, 80, 100, 100),
    ]
    assert reached([], 3) is None


@pytest.mark.parametrize("count", [1, 2, 3, 7, 10, 19, 20, 33])
def test_what_is_reached_is_the_largest_percentile_not_above(count):
    values = [Random(count).randint(1, 9) for _ in range(count)]
    for value in range(11):
        below = [p for p in range(1, 101) if percentile(values, p) <= value]
        assert reached(values, value) == max(below, default=0)


def test_postgresql_says_the_same(db):
    """Where p % of the values is a whole number, it reads 0.28 × 25 as 7.000000000000001.

    That never bites at the percentiles which are shown, as `test_fractions_…` proves for a million.
    """
    dice = Random(4)
    for count in [*range(1, 41), 99, 100, 101, 1000]:
        values = [dice.randint(1, 60) for _ in range(count)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY value)"
                " FROM unnest(%s::int[]) AS value",
                [[p / 100 for p in range(1, 101)], values],
            )
            theirs = dict(enumerate(cursor.fetchone()[0], 1))
        assert percentiles(np.array(values)) == {p: theirs[p] for p in SHOWN}
        unclear = [p for p in range(1, 101) if p * count % 100 == 0]
        ours = percentiles(values, range(1, 101))
        assert all(ours[p] == theirs[p] for p in ours if p not in unclear)


def test_fractions_never_move_a_percentile_that_is_shown():
    counts = np.arange(1, 1_000_001)
    for p in SHOWN:
        assert np.array_equal(np.ceil(p / 100 * counts), (p * counts + 99) // 100)

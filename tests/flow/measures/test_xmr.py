"""The limits of an XmR chart come from the mean and the mean moving range, not rounded."""

import pytest

from flow.metrics.definitions.xmr import limits


def test_the_limits_are_2_66_moving_ranges_from_the_mean():
    found = limits([10, 12, 9, 11])  # moves by 2, 3, 2
    assert found.mean == 10.5
    assert found.moving_range == pytest.approx(7 / 3)
    assert found.upper == pytest.approx(10.5 + 2.66 * 7 / 3)
    assert found.lower == pytest.approx(10.5 - 2.66 * 7 / 3)
    assert found.lower_is_drawn


def test_a_lower_limit_below_zero_is_zero_and_not_drawn():
    found = limits([0, 5, 0, 5])
    assert found.lower == 0
    assert not found.lower_is_drawn


def test_values_that_never_change_have_their_limits_on_the_mean():
    found = limits([3, 3, 3])
    assert (found.lower, found.mean, found.upper) == (3, 3, 3)


@pytest.mark.parametrize("values", [[], [4]])
def test_fewer_than_two_values_have_no_limits(values):
    assert limits(values) is None


def test_what_lies_outside_is_a_signal():
    found = limits([10, 12, 9, 11])
    assert found.signals([10, 17, 4, 12, 16.7]) == [1, 2]

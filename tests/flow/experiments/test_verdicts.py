"""The verdict of a prediction, against an oracle that shares no code with it."""

from fractions import Fraction
from math import isclose
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow.experiments.verdicts import (
    Better,
    Found,
    Thresholds,
    Total,
    VerdictReason,
    compared,
    read,
)

GUIDE = Thresholds(Better.MORE, success_at=8, failure_at=5, sample=5_000)
AB = Thresholds(Better.MORE, success_at=44, failure_at=42, sample=5_000, compares=True)
NOTHING = Total()


@pytest.mark.parametrize(
    ("observed", "verdict"), [(4, "invalidated"), (6, "inconclusive"), (9, "validated")]
)
def test_the_worked_example_of_the_guide(observed, verdict):
    assert read(GUIDE, Total(n=5_000, value=observed), NOTHING).verdict == verdict
    assert read(GUIDE, Total(n=5_000, hits=observed * 50), NOTHING).verdict == verdict


def test_the_z_test_of_two_rates_is_that_of_the_books():
    found = compared(Total(5_000, 2_250), Total(5_000, 2_130))
    assert round(found.z, 4) == 2.4187
    assert round(found.p_value, 6) == 0.015578


counts = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(counts, counts)
def test_the_z_test_agrees_with_exact_arithmetic(treatment, control):
    (n, x), (m, y) = treatment, control
    pooled = Fraction(x + y, n + m)
    variance = pooled * (1 - pooled) * (Fraction(1, n) + Fraction(1, m))
    found = compared(Total(n, x), Total(m, y))
    if variance == 0:
        assert found is None
        return
    z = float(Fraction(x, n) - Fraction(y, m)) / float(variance) ** 0.5
    assert isclose(found.z, z, rel_tol=1e-9, abs_tol=1e-9)
    assert isclose(found.p_value, 2 * NormalDist().cdf(-abs(z)), rel_tol=1e-6, abs_tol=1e-12)


def test_equal_rates_differ_by_nothing():
    found = compared(Total(10, 5), Total(20, 10))
    assert (found.z, found.p_value) == (0, 1)


@pytest.mark.parametrize(
    ("treatment", "control"),
    [
        (Total(0, 0), Total(10, 5)),
        (Total(10, 5), Total(0, 0)),
        (Total(10, 0), Total(10, 0)),
        (Total(10, 10), Total(10, 10)),
        (NOTHING, NOTHING),
    ],
)
def test_without_cases_or_without_a_difference_to_see_there_is_no_z(treatment, control):
    assert compared(treatment, control) is None


def test_a_difference_that_may_be_chance_validates_nothing():
    seen = read(AB, Total(5_000, 2_250), Total(5_000, 2_200))
    assert (seen.verdict, seen.why) == (Found.INCONCLUSIVE, VerdictReason.MAY_BE_CHANCE)
    assert read(AB, Total(5_000, 2_250), Total(5_000, 2_130)).verdict == Found.VALIDATED
    assert read(AB, Total(5_000, 2_100), Total(5_000, 2_090)).verdict == Found.INVALIDATED


def test_each_variant_of_an_ab_test_needs_the_sample():
    few, enough = Total(4_999, 2_400), Total(5_000, 2_000)
    assert not read(AB, few, enough).sample_reached
    assert not read(AB, enough, few).sample_reached
    assert not read(AB, enough, NOTHING).sample_reached
    assert read(AB, enough, enough).sample_reached
    assert read(GUIDE, Total(n=5_000, value=9), NOTHING).sample_reached  # no control is compared


def test_a_sample_that_is_too_small_or_not_told_is_inconclusive():
    assert read(GUIDE, Total(n=4_999, value=9), NOTHING).why == VerdictReason.SAMPLE_TOO_SMALL
    assert read(GUIDE, Total(value=9), NOTHING).why == VerdictReason.SAMPLE_TOO_SMALL
    assert read(GUIDE, Total(0, 0), NOTHING).why == VerdictReason.NOTHING_SEEN
    assert read(GUIDE, NOTHING, NOTHING).why == VerdictReason.NOTHING_SEEN


whole = st.integers(-1_000, 1_000)


@given(whole, whole, whole)
def test_the_boundaries_belong_to_the_thresholds(success, failure, value):
    for better, sign in ((Better.MORE, 1), (Better.LESS, -1)):
        thresholds = Thresholds(better, success, failure, sample=1)
        assert thresholds.are_in_order == (sign * success > sign * failure)
        if not thresholds.are_in_order:
            continue
        verdict = read(thresholds, Total(n=1, value=value), NOTHING).verdict
        if sign * value >= sign * success:
            assert verdict == "validated"
        elif sign * value <= sign * failure:
            assert verdict == "invalidated"
        else:
            assert verdict == "inconclusive"


@given(st.integers(1, 10**6), st.data())
def test_a_rate_that_is_exactly_the_threshold_meets_it(n, data):
    hits = data.draw(st.integers(0, n))
    success = float(Fraction(100 * hits, n))
    thresholds = Thresholds(Better.MORE, success, success - 1, sample=1)
    assert read(thresholds, Total(n, hits), NOTHING).verdict == "validated"

"""The verdict on a prediction from its observations. Pure: it knows numbers, no tables.

A rate is 100 · hits / n. The verdict asks in this order: is the sample reached, is the success
threshold met, is the failure threshold met or passed. Where less is better the signs turn round.
Of an A/B test a two-sided two-proportion z-test (pooled) is asked, too: a difference that chance
alone often makes validates nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

SIGNIFICANT = 0.05  # a p-value below this is not taken for chance


class Better(StrEnum):
    """In which direction a metric gets better."""

    MORE = "more"
    LESS = "less"


class Found(StrEnum):
    """The verdict of an experiment."""

    VALIDATED = "validated"
    INVALIDATED = "invalidated"
    INCONCLUSIVE = "inconclusive"


class VerdictReason(StrEnum):
    """The reason of a verdict."""

    NOTHING_SEEN = "nothing_seen"
    SAMPLE_TOO_SMALL = "sample_too_small"
    SUCCESS_MET = "success_met"
    FAILURE_MET = "failure_met"
    BETWEEN = "between"
    MAY_BE_CHANCE = "may_be_chance"


@dataclass(frozen=True)
class Total:
    """The total of one variant so far: hits of n cases, or a value."""

    n: int | None = None
    hits: int | None = None
    value: float | None = None

    @property
    def result(self) -> float | None:
        """The value, or the rate in percent; None of no cases."""
        if self.hits is None:
            return self.value
        return 100 * self.hits / self.n if self.n else None


@dataclass(frozen=True)
class Comparison:
    """The two-proportion z-test of two rates."""

    z: float
    p_value: float


@dataclass(frozen=True)
class Thresholds:
    """The criteria that were fixed beforehand. `compares` says that two variants are compared by
    their rates.
    """

    better: Better
    success_at: float
    failure_at: float
    sample: int
    compares: bool = False

    def is_success(self, result: float) -> bool:
        return self._is_at_least(result, self.success_at)

    def is_failure(self, result: float) -> bool:
        return self._is_at_least(self.failure_at, result)

    @property
    def are_in_order(self) -> bool:
        """Whether success is better than failure."""
        return not self.is_success(self.failure_at)

    def _is_at_least(self, one: float, other: float) -> bool:
        """Whether one is as good as the other, or better."""
        return one >= other if self.better == Better.MORE else one <= other


@dataclass(frozen=True)
class Reading:
    """The state of the observations so far, and the verdict that they give."""

    value: float | None
    control: float | None
    sample_reached: bool
    comparison: Comparison | None
    verdict: Found
    why: VerdictReason


def compared(treatment: Total, control: Total) -> Comparison | None:
    """The z-test of two rates; None where a variant has no cases, or none or all of both are hits."""
    if not (treatment.n and control.n) or treatment.hits is None or control.hits is None:
        return None
    pooled = (treatment.hits + control.hits) / (treatment.n + control.n)
    spread = sqrt(pooled * (1 - pooled) * (1 / treatment.n + 1 / control.n))
    if spread == 0:
        return None
    z = (treatment.hits / treatment.n - control.hits / control.n) / spread
    return Comparison(z, erfc(abs(z) / sqrt(2)))


def read(thresholds: Thresholds, treatment: Total, control: Total) -> Reading:
    """The verdict of these totals, with all that it is made of."""
    counted = [treatment, control] if thresholds.compares else [treatment]
    reached = all((total.n or 0) >= thresholds.sample for total in counted)
    comparison = compared(treatment, control) if thresholds.compares else None
    verdict, why = _judge(thresholds, treatment.result, reached, comparison)
    return Reading(treatment.result, control.result, reached, comparison, verdict, why)


def _judge(
    thresholds: Thresholds, result: float | None, reached: bool, comparison: Comparison | None
) -> tuple[Found, VerdictReason]:
    if result is None:
        return Found.INCONCLUSIVE, VerdictReason.NOTHING_SEEN
    if not reached:
        return Found.INCONCLUSIVE, VerdictReason.SAMPLE_TOO_SMALL
    if thresholds.is_success(result):
        if thresholds.compares and (comparison is None or comparison.p_value >= SIGNIFICANT):
            return Found.INCONCLUSIVE, VerdictReason.MAY_BE_CHANCE
        return Found.VALIDATED, VerdictReason.SUCCESS_MET
    if thresholds.is_failure(result):
        return Found.INVALIDATED, VerdictReason.FAILURE_MET
    return Found.INCONCLUSIVE, VerdictReason.BETWEEN

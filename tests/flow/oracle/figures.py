"""One number of many: percentiles, variation, stability and forecasts."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product


def percentile(values: Sequence, p: int):
    """The smallest of the values that at least p % of them do not exceed."""
    for value in sorted(values):
        if 100 * sum(other <= value for other in values) >= p * len(values):
            return value
    raise ValueError("there is no value")


def mean(values: Sequence[int]) -> Fraction:
    return Fraction(sum(values), len(values))


def process_limits(values: Sequence[int]) -> tuple[Fraction, Fraction, Fraction] | None:
    """Lower limit (not below 0), mean and upper limit; None for fewer than 2 values."""
    if len(values) < 2:
        return None
    moves = [abs(values[n] - values[n - 1]) for n in range(1, len(values))]
    reach = Fraction(266, 100) * mean(moves)
    return max(Fraction(0), mean(values) - reach), mean(values), mean(values) + reach


def how_many(history: Sequence[int], days: int, p: int) -> int:
    """The largest number that is finished in at least p % of all ways in which days may go."""
    totals = [sum(way) for way in product(history, repeat=days)]
    reached = 0
    while 100 * sum(total > reached for total in totals) >= p * len(totals):
        reached += 1
    return reached


def when(history: Sequence[int], items: int, p: int, within: int) -> int | None:
    """The first day by which so many are finished in at least p % of all ways; None: later."""
    ways = list(product(history, repeat=within))
    for day in range(within + 1):
        if 100 * sum(sum(way[:day]) >= items for way in ways) >= p * len(ways):
            return day
    return None


def chances(history: Sequence[int], days: int) -> dict[int, Fraction]:
    """How likely each number of finished cards is after so many days."""
    totals = Counter(sum(way) for way in product(history, repeat=days))
    return {total: Fraction(n, len(history) ** days) for total, n in totals.items()}

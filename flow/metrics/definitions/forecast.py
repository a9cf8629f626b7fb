"""Exact forecasts: what the throughput of past days says about coming ones.

The throughput of a day to come is that of any day of the window, each as likely as the others, and
days do not depend on each other. So the chances of several days are convolutions of those of one;
nothing is drawn by lot, and the same history gives the same answer. The days of the window are
those that count (working days, if the board has days off), days with zero among them, and so are
the days of an answer; day 1 is the next one after today. The rule is ours, the model that of
Vacanti's Monte Carlo forecasts, without their noise.

What is neglected: tails of a chance below 1e-15 on either side of a sum. A chance that misses p by
less than 1e-9 counts as p, which is far more than all rounding adds up to. Time and memory are
bounded: a forecast looks ten years ahead, and treats more than `MOST` cards as `MOST`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 3_650  # days; what is farther away than ten years is not forecast
MOST = 20_000  # cards
NEGLECTED = 1e-15
CLOSE = 1e-9

Chances = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Distribution:
    """How likely each number is: `chances[i]` is the chance of `first + i`, from 0 to 1.

    The chances sum to 1, or to less where what is left lies beyond the longest forecast.
    """

    first: int
    chances: Chances

    @property
    def last(self) -> int:
        return self.first + len(self.chances) - 1

    def at_least(self, p: int) -> int:
        """The largest number that is reached or exceeded with a chance of p % or more."""
        reached = np.flatnonzero(self.chances[::-1].cumsum() >= p / 100 - CLOSE)
        return self.last - int(reached[0]) if len(reached) else self.first

    def at_most(self, p: int) -> int | None:
        """The smallest number that is not exceeded with a chance of p % or more; None: too far."""
        reached = np.flatnonzero(self.chances.cumsum() >= p / 100 - CLOSE)
        return self.first + int(reached[0]) if len(reached) else None

    def plus(self, other: "Distribution") -> "Distribution":
        """Of the sum of a number of this and one of the other, without neglected tails."""
        longer = np.zeros(len(self.chances) + len(other.chances) - 1)
        for place in np.flatnonzero(other.chances):
            longer[place : place + len(self.chances)] += other.chances[place] * self.chances
        within, beyond = Distribution(self.first + other.first, longer).parted(MOST)
        if beyond > NEGLECTED:
            longer = np.zeros(MOST - within.first + 1)
            longer[: len(within.chances)] = within.chances
            longer[-1] = beyond
            return Distribution(within.first, longer)
        return within.without_tails()

    def parted(self, number: int) -> tuple["Distribution", float]:
        """Return the part below a number, and the chance of that number or more."""
        kept = max(0, number - self.first)
        less = Distribution(min(self.first, number), self.chances[:kept])
        return less, float(self.chances[kept:].sum())

    def without_tails(self) -> "Distribution":
        low = int(np.searchsorted(self.chances.cumsum(), NEGLECTED, side="right"))
        high = int(np.searchsorted(self.chances[::-1].cumsum(), NEGLECTED, side="right"))
        return Distribution(self.first + low, self.chances[low : len(self.chances) - high])


NOTHING = Distribution(0, np.ones(1))  # surely 0


def how_many(throughput: Sequence[int], days: int) -> Distribution | None:
    """How many cards are finished in a number of days, from the daily throughput of a window.

    `at_least(p)` of it is the forecast: with p % that many or more. None if nothing was ever
    finished. Raises ValueError for fewer than 0 or more than `LONGEST` days.
    """
    if not 0 <= days <= LONGEST:
        raise ValueError(f"a forecast is for 0 to {LONGEST} days")
    day = _one_day(throughput)
    if day is None:
        return None
    total = NOTHING
    for digit in f"{days:b}":  # twice as many days for each further binary digit of the number
        total = total.plus(total)
        if digit == "1":
            total = total.plus(day)
    return total


def when(throughput: Sequence[int], items: int) -> Distribution | None:
    """On which day a number of cards is finished, from the daily throughput of a window.

    `at_most(p)` of it is the forecast: with p % on that day or before; day 0 is today. None if
    nothing was ever finished, unless there is nothing to do. Raises ValueError for fewer than 0 or
    more than `MOST` items.
    """
    if not 0 <= items <= MOST:
        raise ValueError(f"a forecast is for 0 to {MOST} items")
    if items == 0:
        return NOTHING
    day = _one_day(throughput)
    if day is None:
        return None
    not_yet, done_on = NOTHING, [0.0]
    while not_yet.chances.size and len(done_on) <= LONGEST:
        not_yet, done = not_yet.plus(day).parted(items)
        done_on.append(done)
    first = next((number for number, chance in enumerate(done_on) if chance), len(done_on))
    return Distribution(first, np.array(done_on[first:]))


def _one_day(throughput: Sequence[int]) -> Distribution | None:
    """Return the throughput of a day with its chances; None if it is always zero."""
    if not any(throughput):
        return None
    days = np.bincount(np.minimum(throughput, MOST))
    return Distribution(0, days / len(throughput))

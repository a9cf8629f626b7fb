"""How long work took, how old it is, and how much of that nobody worked on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flow.metrics.definitions.pace import Pace
from flow.metrics.definitions.percentile import percentile, percentiles, reached, too_few
from flow.metrics.definitions.spans import efficiency


class Histogram:
    """Days, and how many cards took each number (or were that old): values without their order."""

    def __init__(self, cards: dict[int, int]) -> None:
        self.cards = dict(sorted(cards.items()))

    @cached_property
    def values(self) -> NDArray[np.int64]:
        """Each value as often as it came, in order."""
        return np.repeat(
            np.fromiter(self.cards, np.int64), np.fromiter(self.cards.values(), np.int64)
        )


@dataclass(frozen=True)
class CycleTimes:
    """The cycle times of the cards finished in a window, in days that count."""

    histogram: Histogram

    @property
    def count(self) -> int:
        return len(self.histogram.values)

    @property
    def mean(self) -> float | None:
        """Not rounded; None without any."""
        return float(self.histogram.values.mean()) if self.count else None

    @cached_property
    def percentiles(self) -> dict[int, int]:
        """The 50/70/85/95th by p; empty without any."""
        return percentiles(self.histogram.values)

    @property
    def too_few(self) -> bool:
        return too_few(self.count)

    def trusted(self, p: int) -> int | None:
        """The p-percentile, unless the cards are too few to trust it."""
        return None if self.too_few else percentile(self.histogram.values, p)


class Aging(NamedTuple):
    """A card in progress, and how it compares.

    `percentile` is how many percent of the finished cards of the window had left its column by its
    age; None without any, or where it has moved back before the commitment point. `level` is how
    many of the four thresholds of its column's pace it has reached, as the board colours it.
    """

    number: int
    title: str
    column_id: int
    started_on: date
    age: int
    in_column: timedelta
    column: str
    percentile: int | None
    level: int


@dataclass(frozen=True)
class ColumnPace:
    """How old finished cards were when they left a column for the last time.

    `measured` is what the window says, `trusted` the same unless the cards are too few; `in_force`
    is what the board goes by, typed or proposed.
    """

    column: int
    name: str
    ages: Histogram
    measured: Pace | None
    trusted: Pace | None
    in_force: Pace | None
    is_automatic: bool

    @property
    def count(self) -> int:
        return len(self.ages.values)

    @property
    def too_few(self) -> bool:
        return too_few(self.count)

    def reached(self, age: int) -> int | None:
        """How many percent had left by this age; None without any."""
        return reached(self.ages.values, age)


@dataclass(frozen=True)
class BoardPace:
    """The pace of the columns in progress, left to right."""

    columns: list[ColumnPace]

    def of(self, column: int) -> ColumnPace | None:
        return next((each for each in self.columns if each.column == column), None)


@dataclass(frozen=True)
class Efficiency:
    """How much of the time between start and finish somebody could work, over all finished cards.

    `idle` is blocked, waiting or both; what overlaps counts once.
    """

    cards: int
    elapsed: timedelta
    blocked: timedelta
    waited: timedelta
    idle: timedelta

    @property
    def value(self) -> float | None:
        """The ratio of the sums, 0 to 1; None where no time went by."""
        return efficiency(self.idle, self.elapsed)


@dataclass(frozen=True)
class Blocker:
    """A reason, and how much time it took between start and finish of the finished cards."""

    reason: str
    times: int
    cards: int
    blocked: timedelta

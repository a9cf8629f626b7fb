"""The limits of an XmR chart: what is ordinary variation, and what asks for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

SCALE = 2.66  # 3 sigma over d2 = 1.128, for moving ranges of two values (Wheeler)


@dataclass(frozen=True)
class ProcessLimits:
    """Natural process limits, in the unit of the values, not rounded.

    The lower one is floored at 0, since nothing that is counted here can be less; then it says
    nothing and is not drawn.
    """

    mean: float
    moving_range: float
    lower: float
    upper: float

    @property
    def lower_is_drawn(self) -> bool:
        return self.lower > 0

    def signals(self, values: Sequence[float]) -> list[int]:
        """The places of the values outside the limits, counted from 0."""
        return [
            place for place, value in enumerate(values) if not self.lower <= value <= self.upper
        ]


def limits(baseline: Sequence[float]) -> ProcessLimits | None:
    """The mean of the baseline (the window, in order of time) ± 2.66 × its mean moving range.

    None for fewer than 2 values (Wheeler).
    """
    if len(baseline) < 2:
        return None
    centre = fmean(baseline)
    moving_range = fmean(abs(after - before) for before, after in pairwise(baseline))
    reach = SCALE * moving_range
    return ProcessLimits(centre, moving_range, max(0.0, centre - reach), centre + reach)

"""Little's law, as a check whether a board is stable. It is never a forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True)
class Stability:
    """The average work in progress, and the one that throughput and cycle time let one expect.

    Figures are of the days that count; cards, cards a day, and days.
    """

    average_wip: float
    throughput: float
    average_cycle_time: float

    @property
    def expected_wip(self) -> float:
        """Throughput × average cycle time (Little: L = λW)."""
        return self.throughput * self.average_cycle_time

    @property
    def ratio(self) -> float:
        """Average WIP against the expected: about 1 on a stable board, more where work piles up."""
        return self.average_wip / self.expected_wip


def stability(present: Sequence[int], cycle_times: Sequence[int]) -> Stability | None:
    """The check for a window, from two things.

    `present` has for each day of the window that counts the number of passages with start <= day <=
    end: inclusive days, since cycle times count both ends too (Vacanti). `cycle_times` are those of
    the cards finished in the window, in days. None if there is no day or nothing was finished.
    """
    if not len(present) or not len(cycle_times):
        return None
    return Stability(fmean(present), len(cycle_times) / len(present), fmean(cycle_times))

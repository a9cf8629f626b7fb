"""Today's columns as measures see them: their order, the first started one and the done ones."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

QUEUE, WAITING, DONE = "queue", "waiting", "done"
_ORDER = {QUEUE: 0, "active": 1, WAITING: 1, DONE: 2}


class Step(NamedTuple):
    """A column of the board, on it today or archived."""

    column: int
    stage: str
    position: int
    is_archived: bool = False


@dataclass(frozen=True)
class Workflow:
    """The steps of a board, in any order.

    The *rank* of a column is its place in today's order. A column that was archived counts as its
    left neighbour of the same stage (or the first of that stage), since its cards went through
    that part of the work; before the commitment point there may be none, then its rank is -1
    (ours).
    """

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "Workflow":
        return cls(tuple(steps))

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Return the columns on the board, left to right."""
        return tuple(step.column for step in self._today)

    @cached_property
    def rank(self) -> dict[int, int]:
        """The rank of every column, archived ones too."""
        ranks = {step.column: place for place, step in enumerate(self._today)}
        for step in self.steps:
            if step.is_archived:
                ranks[step.column] = self._rank_of_archived(step)
        return ranks

    @cached_property
    def commitment(self) -> int:
        """The rank of the commitment point: the first column that is not a queue."""
        return self._first(1)

    @cached_property
    def done(self) -> int:
        """The rank of the first done column."""
        return self._first(2)

    @property
    def queues(self) -> tuple[int, ...]:
        """The columns before the commitment point."""
        return self.columns[: self.commitment]

    @property
    def started(self) -> tuple[int, ...]:
        """The columns from the commitment point on, done ones too."""
        return self.columns[self.commitment :]

    @property
    def in_progress(self) -> tuple[int, ...]:
        """The columns from the commitment point to the last before done."""
        return self.columns[self.commitment : self.done]

    @cached_property
    def idle(self) -> frozenset[int]:
        """The columns, archived ones too, in which nobody works on a started card."""
        return frozenset(step.column for step in self.steps if step.stage in (QUEUE, WAITING))

    @cached_property
    def _today(self) -> list[Step]:
        return sorted((step for step in self.steps if not step.is_archived), key=_place)

    def _first(self, order: int) -> int:
        """How many columns come before this part of the work."""
        return sum(1 for step in self._today if _ORDER[step.stage] < order)

    def _rank_of_archived(self, step: Step) -> int:
        begin, end = self._first(_ORDER[step.stage]), self._first(_ORDER[step.stage] + 1)
        left = bisect_right(self._today, _place(step), key=_place) - 1
        return min(max(left, begin), end - 1)


def _place(step: Step) -> tuple[int, int, int]:
    return _ORDER[step.stage], step.position, step.column

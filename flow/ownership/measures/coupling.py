"""How often components are changed together.

Pure. The definition is that of code-maat (A. Tornhill, "Your Code as a Crime Scene"): of two
components, what touched both, in percent of the mean of what touched each; whole numbers, cut.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

MOST_TOGETHER = 30  # components: what touches more says nothing of two of them
FEWEST_REVISIONS, FEWEST_SHARED, LOWEST_DEGREE = 5, 5, 30  # from these on a pair is worth a look

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True)
class CoupledPair(Generic[Part]):
    """Two components: what touched each of them, and what touched both."""

    a: Part
    b: Part
    revisions_a: int
    revisions_b: int
    shared: int

    @property
    def degree(self) -> int:
        """Percent, cut."""
        return 200 * self.shared // (self.revisions_a + self.revisions_b)

    @property
    def is_worth_a_look(self) -> bool:
        fewest = min(self.revisions_a, self.revisions_b)
        is_enough = fewest >= FEWEST_REVISIONS and self.shared >= FEWEST_SHARED
        return is_enough and self.degree >= LOWEST_DEGREE


@dataclass(frozen=True)
class Coupling(Generic[Part]):
    """The units that touched each component and each pair; `left_out` counts units that were too
    large.
    """

    revisions: Counter[Part]
    shared: Counter[frozenset[Part]]
    left_out: int

    def pairs(self, parts: Iterable[Part]) -> Iterator[CoupledPair[Part]]:
        """Each two of these that were touched together."""
        for a, b in combinations(parts, 2):
            if shared := self.shared[frozenset((a, b))]:
                yield CoupledPair(a, b, self.revisions[a], self.revisions[b], shared)


def coupling(sets: Iterable[Collection[Part]], most: int = MOST_TOGETHER) -> Coupling[Part]:
    """Count sets of components that were touched together: by one card, or by one commit."""
    alike = Counter(frozenset(each) for each in sets)
    revisions: Counter[Part] = Counter()
    shared: Counter[frozenset[Part]] = Counter()
    left_out = 0
    for parts, times in alike.items():
        if len(parts) > most:
            left_out += times
            continue
        for part in parts:
            revisions[part] += times
        for pair in combinations(parts, 2):
            shared[frozenset(pair)] += times
    return Coupling(revisions, shared, left_out)


def worst_first(pairs: Iterable[CoupledPair[Part]]) -> list[CoupledPair[Part]]:
    """Return the pairs worth a look first; among them, the most coupled first."""
    return sorted(pairs, key=lambda each: (not each.is_worth_a_look, -each.degree, -each.shared))

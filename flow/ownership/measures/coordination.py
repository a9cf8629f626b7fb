"""Which deployments went together for the sake of one card, and how often a component goes alone.

Pure. A coordinated release is a card whose changes came to production through two or more
components within some hours of each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class CoordinationTerms:
    """The terms of a board for coordinated releases, and its words for a share of deployments
    alone.

    `hours` is the longest time between two deployments of one card that count as together;
    `loosely_from` and `tightly_from` are percent of the deployments that went alone.
    """

    hours: int = 24
    loosely_from: int = 90
    tightly_from: int = 50

    @property
    def within(self) -> timedelta:
        return timedelta(hours=self.hours)

    def word_of(self, percent: float | None) -> str:
        """`loosely`, `tightly` or `entangled`; "" where nothing is known."""
        if percent is None:
            return ""
        if percent >= self.loosely_from:
            return "loosely"
        return "tightly" if percent >= self.tightly_from else "entangled"


USUAL_TERMS = CoordinationTerms()


@dataclass(frozen=True, order=True)
class Brought:
    """A deployment of a component that first brought a change of a card to production."""

    at: datetime
    deployment: int
    component: int
    card: int


@dataclass(frozen=True)
class CoordinatedRelease:
    """A card, and the deployments that went together for it, in order of time."""

    card: int
    went: tuple[Brought, ...]

    @property
    def at(self) -> datetime:
        return self.went[0].at

    @property
    def apart(self) -> timedelta:
        return self.went[-1].at - self.went[0].at

    @property
    def components(self) -> list[int]:
        """In the order in which they went, each once."""
        return list(dict.fromkeys(each.component for each in self.went))


@dataclass
class Coordination:
    """The coordinated releases, and with which other components each deployment went."""

    releases: list[CoordinatedRelease] = field(default_factory=list)
    partners: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def coordination(
    brought: Iterable[Brought], within: timedelta = USUAL_TERMS.within
) -> Coordination:
    """Find the coordinated releases. Two deployments exactly `within` apart are still together."""
    by_card: defaultdict[int, set[Brought]] = defaultdict(set)
    for each in brought:
        by_card[each.card].add(each)
    counted = Coordination()
    for card, some in by_card.items():
        went = []
        for each, others in _neighbours(sorted(some), within):
            if others:
                went.append(each)
                counted.partners[each.deployment] |= others
        if went:
            counted.releases.append(CoordinatedRelease(card, tuple(went)))
    counted.releases.sort(key=lambda each: (each.at, each.card))
    return counted


def _neighbours(
    ordered: Sequence[Brought], within: timedelta
) -> Iterable[tuple[Brought, set[int]]]:
    """Each with the other components that went at most `within` before it or after."""
    inside: Counter[int] = Counter()
    begin = end = 0
    for each in ordered:
        while end < len(ordered) and ordered[end].at - each.at <= within:
            inside[ordered[end].component] += 1
            end += 1
        while each.at - ordered[begin].at > within:
            inside[ordered[begin].component] -= 1
            begin += 1
        yield each, {part for part, n in inside.items() if n} - {each.component}


@dataclass(frozen=True)
class Independence:
    """Of all production deployments of a component those that went without another component."""

    deployments: int
    alone: int

    @property
    def percent(self) -> float | None:
        return 100 * self.alone / self.deployments if self.deployments else None

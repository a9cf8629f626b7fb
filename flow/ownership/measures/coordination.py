"""Which deployments went together for the sake of one card, and how often a component goes alone.

Pure. A coordinated release is a card whose changes came to production through two or more
components within some hours of each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WITHIN = timedelta(hours=24)
LOOSELY_FROM, TIGHTLY_FROM = 90, 50  # percent of deployments that went alone


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


def coordination(brought: Iterable[Brought], within: timedelta = WITHIN) -> Coordination:
    """Exactly so many hours apart is still together."""
    by_card: defaultdict[int, set[Brought]] = defaultdict(set)
    for each in brought:
        by_card[each.card].add(each)
    found = Coordination()
    for card, some in by_card.items():
        went = []
        for each, others in _neighbours(sorted(some), within):
            if others:
                went.append(each)
                found.partners[each.deployment] |= others
        if went:
            found.releases.append(CoordinatedRelease(card, tuple(went)))
    found.releases.sort(key=lambda each: (each.at, each.card))
    return found


def _neighbours(
    ordered: Sequence[Brought], within: timedelta
) -> Iterable[tuple[Brought, set[int]]]:
    """Each with the other components that went within so many hours, before it or after."""
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


def word_of(percent: float | None, loosely: int = LOOSELY_FROM, tightly: int = TIGHTLY_FROM) -> str:
    """`loosely`, `tightly` or `entangled`; "" where nothing is known."""
    if percent is None:
        return ""
    if percent >= loosely:
        return "loosely"
    return "tightly" if percent >= tightly else "entangled"

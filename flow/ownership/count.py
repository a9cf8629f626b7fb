"""The count of a board's components in 90 days, of now or of the last night."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from board.models import Board
from flow.delivery.models import Component
from flow.metrics.reports.window import DayWindow
from flow.ownership.measures.coordination import (
    USUAL_TERMS,
    CoordinationTerms,
    Independence,
)
from flow.ownership.measures.coupling import CoupledPair
from flow.ownership.measures.share import OwnershipShare
from flow.ownership.models import OwnershipMonth, StruckRelease
from flow.ownership.readings import USUAL, Owned, addresses_of_no_team, components_of

QUICK = 5_000  # changes of components that are counted while somebody waits
MOST_RELEASES = 2_000  # that are kept of a night


@dataclass(frozen=True)
class WentTogether:
    """A coordinated release: the card by its id, and the components that went, in order."""

    card: int
    components: tuple[int, ...]
    at: datetime
    apart: timedelta


@dataclass(frozen=True)
class OwnershipCount:
    """Plain values of these components, by their ids."""

    components: Sequence[Component]
    first: date
    last: date
    pairs: dict[tuple[int, int], CoupledPair[int]] = field(default_factory=dict)
    together: dict[tuple[int, int], int] = field(
        default_factory=dict
    )  # of the first with the other
    independence: dict[int, Independence] = field(default_factory=dict)
    shares: dict[int, OwnershipShare] = field(default_factory=dict)
    releases: Sequence[WentTogether] = ()
    left_out: int = 0
    addresses: Sequence[str] = ()  # that belong to no team; without a number, for leads
    counted_at: datetime | None = None  # at night; None: now
    terms: CoordinationTerms = USUAL_TERMS

    def pair(self, a: int, b: int) -> CoupledPair[int] | None:
        return self.pairs.get((a, b)) or self.pairs.get((b, a))

    @cached_property
    def released(self) -> Counter[frozenset[int]]:
        """How many coordinated releases each two components had."""
        return Counter(
            frozenset(pair)
            for each in self.releases
            for pair in combinations(dict.fromkeys(each.components), 2)
        )

    def releases_of(self, a: int, b: int) -> list[WentTogether]:
        return [each for each in self.releases if {a, b} <= {*each.components}]


def count_of(board: Board, *, now: datetime | None = None) -> OwnershipCount:
    """Counted now where that is quick, else as of last night; of a board that no night has seen, now."""
    components = components_of(board)
    today = board.day_of(now or timezone.now())
    owned = Owned(board, components, DayWindow(today - timedelta(USUAL - 1), today))
    if owned.is_quick(QUICK):
        return counted(owned)
    row = OwnershipMonth.objects.of(board).first()
    if row is None or (today - row.counted_to).days > USUAL:
        return counted(owned)
    return read(row, components, owned.terms)


def counted(owned: Owned) -> OwnershipCount:
    ids = [each.pk for each in owned.components]
    coupling = owned.coupling
    return OwnershipCount(
        components=owned.components,
        first=owned.window.first,
        last=owned.window.last,
        pairs={(pair.a, pair.b): pair for pair in coupling.pairs(ids)},
        together=owned.together,
        independence={pk: owned.independence(pk) for pk in ids},
        shares=owned.shares,
        releases=[
            WentTogether(each.card, tuple(each.components), each.at, each.apart)
            for each in owned.releases
        ],
        left_out=coupling.left_out,
        addresses=addresses_of_no_team(
            owned.board, owned.components, owned.window.first, owned.window.last
        ),
        terms=owned.terms,
    )


def written(count: OwnershipCount) -> dict[str, Any]:
    """As JSON, by ids."""
    return {
        "first": count.first.isoformat(),
        "pairs": [
            [each.a, each.b, each.revisions_a, each.revisions_b, each.shared]
            for each in count.pairs.values()
        ],
        "together": [[a, b, n] for (a, b), n in count.together.items()],
        "independence": {
            str(pk): [each.deployments, each.alone] for pk, each in count.independence.items()
        },
        "shares": {
            str(pk): [[team, n] for team, n in share.by_team.items()]
            for pk, share in count.shares.items()
        },
        "releases": [
            [each.card, each.components, each.at.isoformat(), each.apart.total_seconds()]
            for each in count.releases[:MOST_RELEASES]
        ],
        "left_out": count.left_out,
        "addresses": list(count.addresses),
    }


def read(
    row: OwnershipMonth, components: Sequence[Component], terms: CoordinationTerms
) -> OwnershipCount:
    """Return the count of a night, of the components that still exist, without the releases
    excluded since.
    """
    facts, known = row.facts, {each.pk: each for each in components}
    ids = set(known)
    struck = set(StruckRelease.objects.of(row.board).values_list("card", flat=True))
    independence = {int(pk): Independence(*each) for pk, each in facts["independence"].items()}
    shares = {int(pk): dict(map(tuple, each)) for pk, each in facts["shares"].items()}
    return OwnershipCount(
        components=components,
        first=date.fromisoformat(facts["first"]),
        last=row.counted_to,
        pairs={
            (a, b): CoupledPair(a, b, *numbers)
            for a, b, *numbers in facts["pairs"]
            if {a, b} <= ids
        },
        together={(a, b): n for a, b, n in facts["together"] if {a, b} <= ids},
        independence={pk: independence.get(pk, Independence(0, 0)) for pk in known},
        shares={pk: OwnershipShare(each.team_id, shares.get(pk, {})) for pk, each in known.items()},
        releases=[
            WentTogether(card, tuple(parts), datetime.fromisoformat(at), timedelta(seconds=apart))
            for card, parts, at, apart in facts["releases"]
            if card not in struck
        ],
        left_out=facts["left_out"],
        addresses=facts["addresses"],
        counted_at=row.counted_at,
        terms=terms,
    )


def count_night(board: Board, day: date) -> None:
    """Count 90 days up to this one, and keep it as what is known of its month."""
    components = components_of(board)
    owned = Owned(board, components, DayWindow(day - timedelta(USUAL - 1), day))
    OwnershipMonth.keep(board, day, written(counted(owned)))


def boards_at_night(now: datetime) -> Iterable[Board]:
    """The boards with components whose last day is not counted yet."""
    has = Component.objects.filter(team__board=OuterRef("pk"))
    boards = Board.objects.filter(Exists(has), archived_at=None)
    done = dict(
        OwnershipMonth.objects.order_by("board", "counted_to").values_list("board", "counted_to")
    )
    for board in boards:
        yesterday = board.day_of(now) - timedelta(1)
        if done.get(board.pk, date.min) < yesterday:
            yield board

"""Write the order of a repository's trunk: of all of it, or only of its end.

What is pushed mostly comes to the end. So the last commits are put in order alone, from one commit on
that everything before it certainly comes before; where there is none, or where an earlier
one has changed, all are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from flow.delivery import trunk
from flow.delivery.models import Repository

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from flow.delivery.models import Change, Push

ROWS = 5_000  # that are fetched together
THE_END = 200  # commits that are put in order alone
PLACES = """
    UPDATE delivery_change
    SET place = written.place, part_of_id = written.part_of, is_gone = written.is_gone
    FROM unnest(%s::bigint[], %s::integer[], %s::bigint[], %s::boolean[])
        AS written (id, place, part_of, is_gone)
    WHERE delivery_change.id = written.id
"""
FACTS = (
    *("pk", "sha", "at", "title", "parent", "is_from_log", "pull_commits"),
    *("place", "part_of", "is_gone"),
)


@dataclass(frozen=True, slots=True)
class PlacedCommit:
    """A commit with what is written of it until now."""

    pk: int
    commit: trunk.Commit
    place: int | None
    part_of: int | None
    is_gone: bool

    @property
    def height(self) -> float:
        """Its place; what has none yet comes after all others."""
        return self.place or inf


@dataclass
class Arranged:
    """What has changed: `parts` are the ids of changes that are, or were, parts of others or
    gone, with those that they are parts of; `from_place` is the first place that is another."""

    parts: set[int] = field(default_factory=set)
    from_place: int | None = None


def arrange(repository: Repository, touched: Collection[str] | None = None) -> Arranged:
    """Write places and parts of the commits again.

    `touched` are the commits of whose order something else is known: new ones, and those that new
    pushes name; None: any.
    """
    if touched is not None and (end := _EndOfTrunk.of(repository, touched)) is not None:
        return _write(end.commits, end.order, end.within, end.pushes, end.root)
    commits, pushes = _commits(repository.changes.all()), _pushes(repository.pushes.all())
    order = trunk.in_order({sha: each.commit for sha, each in commits.items()}, pushes)
    return _write(commits, order, pushes, pushes, None)


def _write(
    commits: Mapping[str, PlacedCommit],
    order: Sequence[str],
    pushes: Sequence[trunk.Pushed],
    forced: Sequence[trunk.Pushed],
    root: PlacedCommit | None,
) -> Arranged:
    """Write these commits in this order; the root, which is the first, stays as it is."""
    known = {sha: each.commit for sha, each in commits.items()}
    ids = {sha: each.pk for sha, each in commits.items()}
    whole = {ids[part]: ids[change] for part, change in trunk.parts(pushes, known).items()}
    gone = {ids[sha] for sha in trunk.gone(forced, known)}
    arranged, rows = Arranged(), []
    for place, sha in enumerate(order, start=root.place or 1 if root else 1):
        each = commits[sha]
        now = (place, whole.get(each.pk), each.pk in gone)
        if each == root or now == (each.place, each.part_of, each.is_gone):
            continue
        rows.append((each.pk, *now))
        if now[1:] != (each.part_of, each.is_gone):
            arranged.parts |= {each.pk, each.part_of or each.pk, whole.get(each.pk, each.pk)}
        arranged.from_place = min(arranged.from_place or place, place, each.place or place)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(PLACES, [list(column) for column in zip(*rows, strict=True)])
    return arranged


def _commits(rows: "QuerySet[Change]") -> dict[str, PlacedCommit]:
    return {
        sha: PlacedCommit(
            pk, trunk.Commit(sha, at, title, parent, from_log, of_pull), place, part_of, is_gone
        )
        for pk, sha, at, title, parent, from_log, of_pull, place, part_of, is_gone in (
            rows.values_list(*FACTS).iterator(ROWS)
        )
    }


def _pushes(rows: "QuerySet[Push]") -> list[trunk.Pushed]:
    pushes = [
        trunk.Pushed(before, tuple(shas), is_cut, gone)
        for before, shas, is_cut, gone in rows.values_list("before", "shas", "is_cut", "gone")
    ]
    return sorted(pushes, key=lambda push: (push.shas, push.before, push.gone))


@dataclass(frozen=True)
class _EndOfTrunk:
    """The last commits, all that says their order, and the one that all of them follow: the root."""

    commits: Mapping[str, PlacedCommit]
    order: Sequence[str]
    within: Sequence[trunk.Pushed]  # the pushes that name only these, without the root
    pushes: Sequence[trunk.Pushed]  # all that name one of these
    root: PlacedCommit

    @classmethod
    def of(cls, repository: Repository, touched: Collection[str]) -> "_EndOfTrunk | None":
        """None where the end cannot be put in order without what comes before it."""
        changes = repository.changes
        last = _commits(changes.filter(place__isnull=False).order_by("-place")[:THE_END])
        if len(last) < THE_END:
            return None
        commits = last | _commits(changes.filter(place=None))
        shas = [*commits]
        named = Q(shas__overlap=shas) | Q(before__in=shas) | Q(gone__in=shas)
        pushes = _pushes(repository.pushes.filter(named))
        others = {sha for push in pushes for sha in (push.before, *push.shas)}
        others |= {each.commit.parent for each in commits.values()} | {*touched}
        elsewhere = {*changes.known(others - commits.keys()).values_list("sha", flat=True)}
        fresh = {sha for sha, each in commits.items() if each.place is None}
        if (
            elsewhere & {*touched}
            or any(push.before in fresh and elsewhere & {*push.shas} for push in pushes)
            or changes.filter(parent__in=fresh).exclude(sha__in=shas).exists()
        ):
            return None
        cut = _cut(commits, pushes, elsewhere)
        if cut is None or any(commits[sha].height <= cut for sha in commits.keys() & {*touched}):
            return None
        return cls._after(repository, commits, pushes, cut)

    @classmethod
    def _after(
        cls,
        repository: Repository,
        commits: Mapping[str, PlacedCommit],
        pushes: Sequence[trunk.Pushed],
        cut: int,
    ) -> "_EndOfTrunk | None":
        end = {sha: each for sha, each in commits.items() if each.height >= cut}
        [root] = (each for each in end.values() if each.place == cut)
        within = [
            push
            for push in pushes
            if all(commits[sha].height > cut for sha in push.shas if sha in commits)
            and any(sha in commits for sha in push.shas)
        ]
        known = {sha: each.commit for sha, each in end.items()}
        before = trunk.commits_before(known, within)
        alone = [
            each.at for sha, each in known.items() if sha not in before and sha != root.commit.sha
        ]
        earlier = repository.changes.filter(place__lte=cut)
        if alone and earlier.filter(at__gte=min(alone)).exists():
            return None
        order = trunk.following(known, before, root.commit.sha)
        return cls(end, order, within, pushes, root) if len(order) == len(end) else None


def _cut(
    commits: Mapping[str, PlacedCommit], pushes: Sequence[trunk.Pushed], elsewhere: Set[str]
) -> int | None:
    """The place of the first commit that nothing after it goes past, neither by what stood before
    a commit nor by what was pushed together; None if there is none."""
    known = {sha: each.commit for sha, each in commits.items()}
    before = trunk.commits_before(known, pushes)
    bounds = [bound for push in pushes for bound in _bounds(push, commits, elsewhere)]
    least: float = min(each.height for each in commits.values())
    while True:
        cut = least
        for low, high in bounds:
            if low <= cut < high:
                cut = high
        for sha, each in commits.items():
            if each.height > cut:
                previous = before.get(sha)
                is_elsewhere = previous is None and each.commit.parent in elsewhere
                if is_elsewhere or (previous and commits[previous].height < cut):
                    cut = each.height
        if cut == least:
            return None if cut == inf else int(cut)
        least = cut


def _bounds(
    push: trunk.Pushed, commits: Mapping[str, PlacedCommit], elsewhere: Set[str]
) -> Iterator[tuple[float, float]]:
    """Between which places a push holds the commits together; from the beginning, if it names one
    that is elsewhere, or comes after one."""
    heights = [commits[sha].height for sha in push.shas if sha in commits]
    if not heights:
        return
    yield min(heights), max(heights)
    if elsewhere & {*push.shas}:
        yield 0, max(heights)
    elif push.before in elsewhere and not push.is_cut:
        yield 0, heights[0]

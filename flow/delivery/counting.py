"""What each production deployment of a component brought, of what kind it is, and what followed it.

Pure: values in, values out. The same facts give the same answers, in whatever order they came in.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SOON = timedelta(hours=24)  # a rollback or hotfix within it marks what it followed as failed
NORMAL, HOTFIX, ROLLBACK, REDEPLOY = "normal", "hotfix", "rollback", "redeploy"


@dataclass(frozen=True)
class Merged:
    """A change of the component's paths."""

    id: int
    sha: str
    place: int | None
    reverts: tuple[str, ...] = ()
    is_hotfix: bool = False  # of a card with an incident, or from such a branch


@dataclass(frozen=True)
class ToProduction:
    """A successful production deployment, as it was told."""

    id: int
    at: datetime
    sha: str
    said_kind: str = ""
    told: frozenset[str] = frozenset()  # commits that it named
    if_it_brings: bool = False  # it names no component: it is one of this one if it brings a change


@dataclass
class Counted:
    """What became of a deployment; `brings` is None where its changes are not known."""

    id: int
    at: datetime
    kind: str
    brings: int | None
    is_counted: bool = True
    followed_by: int | None = None

    @property
    def can_fail(self) -> bool:
        if self.brings is None:
            return self.kind not in (ROLLBACK, REDEPLOY)
        return self.brings > 0


@dataclass
class Production:
    """What a component is at in production, while its deployments are gone through."""

    sha: str = ""
    place: int | None = None  # the last one that is known
    is_place_of_sha: bool = False
    seen: dict[str, int] = field(default_factory=dict)  # each sha: when it came first, in order


def count(
    deployments: Iterable[ToProduction], changes: Sequence[Merged], places: Mapping[str, int]
) -> tuple[list[Counted], dict[int, int]]:
    """Each deployment counted, in order of time; and the first deployment of each change, by ids.

    `places` has the place on the trunk of each commit that is known, parts of changes too.
    """
    ordered = sorted(
        (each for each in changes if each.place is not None), key=lambda each: each.place or 0
    )
    at = [each.place or 0 for each in ordered]
    by_sha = {each.sha: each for each in changes}
    now = Production()
    found: list[Counted] = []
    first: dict[int, int] = {}
    for told in sorted(deployments, key=lambda each: (each.at, each.id)):
        place = _place(told, places)
        range_ = _range(ordered, at, now.place, place)
        own = [by_sha[sha] for sha in told.told if sha in by_sha]
        brought = list({each.id: each for each in (*range_, *own)}.values())
        if told.if_it_brings and not _touches(brought, ordered, at, now, place):
            found.append(Counted(told.id, told.at, NORMAL, 0, is_counted=False))
            continue
        is_known = place is not None or bool(own) or told.sha in now.seen
        kind = told.said_kind or _kind(told, brought, now, place, first, waiting=by_sha)
        found.append(Counted(told.id, told.at, kind, len(brought) if is_known else None))
        for each in brought:
            first.setdefault(each.id, told.id)
        _goes_to(now, told.sha, place)
    _mark_what_was_followed(found)
    return found, first


def _place(told: ToProduction, places: Mapping[str, int]) -> int | None:
    """Up to where on the trunk it reaches."""
    known = places.get(told.sha)
    if known is not None:
        return known
    return max((places[sha] for sha in told.told if sha in places), default=None)


def _range(
    ordered: Sequence[Merged], at: Sequence[int], before: int | None, place: int | None
) -> Sequence[Merged]:
    """The changes after the place of the last deployment, up to this one's."""
    if place is None:
        return []
    begin = bisect_right(at, before) if before is not None else 0
    return ordered[begin : bisect_right(at, place)]


def _touches(
    brought: Sequence[Merged],
    ordered: Sequence[Merged],
    at: Sequence[int],
    now: Production,
    place: int | None,
) -> bool:
    """Whether it brings a change to the component, or takes one back."""
    if brought or place is None or now.place is None:
        return bool(brought)
    return bool(ordered[bisect_right(at, place) : bisect_right(at, now.place)])


def _kind(
    told: ToProduction,
    brought: Sequence[Merged],
    now: Production,
    place: int | None,
    first: Mapping[int, int],
    waiting: Mapping[str, Merged],
) -> str:
    if told.sha == now.sha:
        return REDEPLOY
    if _is_older(told, now, place):
        return ROLLBACK
    if brought and all(_is_revert(each, waiting, first) for each in brought):
        return ROLLBACK
    if any(each.is_hotfix and each.id not in first for each in brought):
        return HOTFIX
    return NORMAL


def _is_revert(change: Merged, known: Mapping[str, Merged], first: Mapping[int, int]) -> bool:
    """Whether it takes back what is in production: nothing that only waits to come there."""
    return any(sha not in known or known[sha].id in first for sha in change.reverts)


def _is_older(told: ToProduction, now: Production, place: int | None) -> bool:
    """Whether it goes back: to an earlier place on the trunk, or to what was there before."""
    if place is not None and now.is_place_of_sha and now.place is not None:
        return place < now.place
    return now.seen.get(told.sha, len(now.seen)) < now.seen.get(now.sha, 0)


def _goes_to(now: Production, sha: str, place: int | None) -> None:
    now.sha, now.is_place_of_sha = sha, place is not None
    if place is not None:
        now.place = place
    now.seen.setdefault(sha, len(now.seen))


def _mark_what_was_followed(found: Sequence[Counted]) -> None:
    """A rollback or hotfix marks the last deployment before it that could fail, if it came soon."""
    last: Counted | None = None
    for each in found:
        if not each.is_counted:
            continue
        if each.kind in (ROLLBACK, HOTFIX) and last is not None and each.at - last.at <= SOON:
            last.followed_by = last.followed_by or each.id
        if each.can_fail:
            last = each

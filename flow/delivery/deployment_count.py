"""The changes of each production deployment of a component, its kind, and its follower.

Pure: values in, values out. The same facts give the same answers, in any order of arrival. What
comes last can be counted alone, from what production was at before: the answers are those of all.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """A successful production deployment, as its pipeline describes it."""

    id: int
    at: datetime
    sha: str
    given_kind: str = ""
    named_commits: frozenset[str] = frozenset()
    if_it_brings: bool = False  # it names no component: it is one of this one if it brings a change


@dataclass
class Counted:
    """The counted result of a deployment; `brings` is None if its changes are not known."""

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
    """The version of a component in production, and the shas that came there until then."""

    sha: str = ""
    place: int | None = None  # the last one that is known
    is_place_of_sha: bool = False
    seen: dict[str, int] = field(default_factory=dict)  # each sha: when it came first, in order
    first: dict[int, int] = field(default_factory=dict)  # the first deployment of each change
    last: Counted | None = None  # the last one that can fail


NOTHING_YET = Production()


def count(
    deployments: Iterable[ToProduction],
    changes: Sequence[Merged],
    places: Mapping[str, int],
    begin: Production = NOTHING_YET,
) -> tuple[list[Counted], dict[int, int]]:
    """Each deployment counted, in order of time; and the first deployment of each change, by ids.

    `places` has the place on the trunk of each commit that is known, parts of changes too. `begin` is
    what production was at before these; the last one that could fail then is counted with them, since
    one of them may follow it.
    """
    ordered = sorted(
        (each for each in changes if each.place is not None), key=lambda each: each.place or 0
    )
    at = [each.place or 0 for each in ordered]
    by_sha = {each.sha: each for each in changes}
    now = replace(begin, seen=dict(begin.seen), first=dict(begin.first))
    counted = [replace(begin.last)] if begin.last else []
    for deployed in sorted(deployments, key=lambda each: (each.at, each.id)):
        place = reach(deployed.sha, deployed.named_commits, places)
        range_ = _range(ordered, at, now.place, place)
        own = [by_sha[sha] for sha in deployed.named_commits if sha in by_sha]
        brought = list({each.id: each for each in (*range_, *own)}.values())
        if deployed.if_it_brings and not _touches(brought, ordered, at, now, place):
            counted.append(Counted(deployed.id, deployed.at, NORMAL, 0, is_counted=False))
            continue
        is_known = place is not None or bool(own) or deployed.sha in now.seen
        kind = deployed.given_kind or _kind(deployed, brought, now, place, known=by_sha)
        counted.append(Counted(deployed.id, deployed.at, kind, len(brought) if is_known else None))
        for each in brought:
            now.first.setdefault(each.id, deployed.id)
        _goes_to(now, deployed.sha, place)
    _mark_what_was_followed(counted)
    return counted, now.first


def reach(sha: str, named: Iterable[str], places: Mapping[str, int]) -> int | None:
    """Up to where on the trunk a deployment of this sha reaches, which names these commits."""
    known = places.get(sha)
    if known is not None:
        return known
    return max((places[each] for each in named if each in places), default=None)


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
    deployed: ToProduction,
    brought: Sequence[Merged],
    now: Production,
    place: int | None,
    known: Mapping[str, Merged],
) -> str:
    if deployed.sha == now.sha:
        return REDEPLOY
    if _is_older(deployed, now, place):
        return ROLLBACK
    if brought and all(_is_revert(each, known, now.first) for each in brought):
        return ROLLBACK
    if any(each.is_hotfix and each.id not in now.first for each in brought):
        return HOTFIX
    return NORMAL


def _is_revert(change: Merged, known: Mapping[str, Merged], first: Mapping[int, int]) -> bool:
    """Whether it takes back what is in production: nothing that only waits to come there."""
    return any(sha not in known or known[sha].id in first for sha in change.reverts)


def _is_older(deployed: ToProduction, now: Production, place: int | None) -> bool:
    """Whether it goes back: to an earlier place on the trunk, or to what was there before."""
    if place is not None and now.is_place_of_sha and now.place is not None:
        return place < now.place
    return now.seen.get(deployed.sha, len(now.seen)) < now.seen.get(now.sha, 0)


def _goes_to(now: Production, sha: str, place: int | None) -> None:
    now.sha, now.is_place_of_sha = sha, place is not None
    if place is not None:
        now.place = place
    now.seen.setdefault(sha, len(now.seen))


def _mark_what_was_followed(counted: Sequence[Counted]) -> None:
    """A rollback or hotfix marks the last deployment before it that could fail, if it came soon."""
    last: Counted | None = None
    for deployment in counted:
        if not deployment.is_counted:
            continue
        if (
            deployment.kind in (ROLLBACK, HOTFIX)
            and last is not None
            and deployment.at - last.at <= SOON
        ):
            last.followed_by = last.followed_by or deployment.id
        if deployment.can_fail:
            last = deployment

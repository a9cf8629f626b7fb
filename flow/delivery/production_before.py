"""The version of a component in production before a moment, from its stored deployments."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Protocol

from board.sql.one_of import OneOf
from flow.delivery.deployment_count import Counted, Production, reach
from flow.delivery.models import Component, Deployment, Repository
from flow.delivery.models.deployment import DeploymentQuerySet

EVER = datetime.min.replace(tzinfo=UTC)
A_FEW = 20  # deployments, of which one mostly names a commit whose place is known
SHORTEST, WHOLE = 7, 40  # signs of a sha: a deployment may name the beginning of one


class NamesCommits(Protocol):
    @property
    def sha(self) -> str: ...
    @property
    def named_commits(self) -> Collection[str]: ...


def places_of(repository: Repository, deployments: Iterable[NamesCommits]) -> dict[str, int]:
    """The place on the trunk of each commit, also under the beginnings that deployments name."""
    on_trunk = repository.changes.filter(place__isnull=False)
    named = {sha for each in deployments for sha in (each.sha, *each.named_commits)}
    places = dict(on_trunk.known(named).values_list("sha", "place"))
    for short in {sha for sha in named if SHORTEST <= len(sha) < WHOLE} - places.keys():
        candidates = on_trunk.filter(sha__startswith=short).values_list("place", flat=True)[:2]
        if len(candidates) == 1:
            places[short] = candidates[0]
    return {sha: place for sha, place in places.items() if place}


def count_id(deployment: Deployment) -> int:
    """By which the count knows it: what names no component, and its copy, by a negative one."""
    if deployment.component_id is None:
        return -deployment.pk
    return -deployment.copy_of_id if deployment.copy_of_id else deployment.pk


def production_before(component: Component, since: datetime, shas: Collection[str]) -> Production:
    """Return the version in production; of the shas seen before it, only these and its own."""
    earlier = component.deployments.in_production().filter(told_at__lt=since)
    latest = earlier.as_counted().reverse()
    last = latest.first()
    if last is None:
        return Production()
    seen: dict[str, int] = {}
    for sha in (
        earlier.filter(OneOf("sha", {*shas, last.sha}, str))
        .as_counted()
        .values_list("sha", flat=True)
    ):
        seen.setdefault(sha, len(seen))
    places = places_of(component.repository, [last])
    place = reach(last.sha, last.named_commits, places)
    return Production(
        sha=last.sha,
        place=_last_place(component.repository, latest) if place is None else place,
        is_place_of_sha=place is not None,
        seen=seen,
        last=_last_that_can_fail(latest, since),
    )


def _last_place(repository: Repository, latest: DeploymentQuerySet) -> int | None:
    begin, size = 0, A_FEW
    while some := list(latest[begin : begin + size]):
        places = places_of(repository, some)
        for deployment in some:
            if (place := reach(deployment.sha, deployment.named_commits, places)) is not None:
                return place
        begin, size = begin + size, size * 10
    return None


def _last_that_can_fail(latest: DeploymentQuerySet, since: datetime) -> Counted | None:
    """With what followed it, if that was before this moment, too."""
    last = latest.that_can_fail().select_related("followed_by").first()
    if last is None:
        return None
    follower = last.followed_by
    was_followed = follower is not None and follower.told_at < since
    return Counted(
        count_id(last),
        last.told_at,
        last.kind,
        last.brings,
        followed_by=count_id(follower) if follower is not None and was_followed else None,
    )

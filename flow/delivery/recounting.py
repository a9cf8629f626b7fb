"""Count the deployments of a component again: what they brought, their kind, what followed them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from flow.delivery.counting import Counted, Merged, ToProduction, count
from flow.delivery.models import (
    Change,
    Component,
    Deployment,
    DeploymentStatus,
    Incident,
)

FIRST = """
    UPDATE delivery_componentchange SET deployment_id = told.deployment
    FROM unnest(%s::bigint[], %s::bigint[]) AS told (id, deployment)
    WHERE delivery_componentchange.id = told.id
"""
COPIED = ("sha", "ref", "told", "status", "started_at", "finished_at", "told_at", "incident")
DERIVED = ("is_production", "kind", "brings", "followed_by_id")
WRITE = """
    UPDATE delivery_deployment SET is_production = told.is_production, kind = told.kind,
        brings = told.brings, followed_by_id = told.followed_by
    FROM unnest(%s::bigint[], %s::boolean[], %s::text[], %s::integer[], %s::bigint[])
        AS told (id, is_production, kind, brings, followed_by)
    WHERE delivery_deployment.id = told.id
"""


@dataclass
class ChangeRow:
    """A change of the component, with the row that says so."""

    id: int
    merged: Merged
    deployment: int | None


def count_again(component: Component) -> set[int]:
    """Make all that is derived of the component's deployments that of what is known now.

    Answer the ids of the changes that came to production, or are not there any more.
    """
    named = list(component.deployments.filter(copy_of=None))
    known = {(each.external_id, each.environment) for each in named}
    unnamed = [
        each
        for each in _unnamed(component)
        if _is_production(component, each) and (each.external_id, each.environment) not in known
    ]
    copies = {each.copy_of_id: each for each in component.deployments.exclude(copy_of=None)}
    was = {each.pk: _derived(each) for each in [*named, *copies.values()]}
    for each in named:
        each.is_production = _is_production(component, each)
    is_alone = component.repository.components.count() == 1
    rows = _rows(component)
    places = _places(component, [*named, *unnamed])
    counted, first = count(
        [_told(each) for each in named if _counts(each)]
        + [
            _told(each, copies.get(each.pk), if_it_brings=not is_alone)
            for each in unnamed
            if _counts(each)
        ],
        [row.merged for row in rows],
        places,
    )
    by_id = {each.id: each for each in counted}
    made = _copy(component, unnamed, copies, by_id, is_alone=is_alone)
    _derive([*named, *made], by_id)
    _write([each for each in [*named, *made] if was.get(each.pk) != _derived(each)])
    ids = {-each.copy_of_id: each.pk for each in made if each.copy_of_id} | {
        each.pk: each.pk for each in named
    }
    changed = _write_first(rows, {change: ids[told] for change, told in first.items()})
    _tie_incidents(component)
    return changed


def _places(component: Component, deployments: Iterable[Deployment]) -> dict[str, int]:
    """The place on the trunk of each commit, also under the beginnings that deployments name."""
    on_trunk = component.repository.changes.filter(place__isnull=False)
    places = {sha: place for sha, place in on_trunk.values_list("sha", "place") if place}
    for short in {each.sha for each in deployments if 7 <= len(each.sha) < 40} - places.keys():
        found = [place for sha, place in places.items() if sha.startswith(short)]
        if len(found) == 1:
            places[short] = found[0]
    return places


def _counts(deployment: Deployment) -> bool:
    is_production = deployment.is_production or deployment.component_id is None
    return (
        is_production
        and deployment.status == DeploymentStatus.SUCCEEDED
        and deployment.finished_at is not None
    )


def _unnamed(component: Component) -> Iterable[Deployment]:
    return Deployment.objects.filter(repository=component.repository_id, component=None)


def _is_production(component: Component, deployment: Deployment) -> bool:
    return component.is_production(deployment.environment) or deployment.says_production is True


def _told(
    deployment: Deployment, copy: Deployment | None = None, *, if_it_brings: bool = False
) -> ToProduction:
    """One that names no component has the negative of its id until it has a copy."""
    assert deployment.finished_at is not None
    return ToProduction(
        id=-deployment.pk if deployment.component_id is None else deployment.pk,
        at=deployment.finished_at,
        sha=deployment.sha,
        said_kind=(copy.said_kind if copy else "") or deployment.said_kind,
        told=frozenset(deployment.told),
        if_it_brings=if_it_brings,
    )


def _rows(component: Component) -> list[ChangeRow]:
    links = component.component_changes.filter(change__is_gone=False, change__part_of=None)
    with_incident = set(
        Change.cards.through.objects.filter(
            card__in=Incident.objects.of_component(component)
            .filter(card__isnull=False)
            .values("card"),
            change__in_components__component=component,
        ).values_list("change", flat=True)
    )
    return [
        ChangeRow(
            id=pk,
            merged=Merged(
                id=change,
                sha=sha,
                place=place,
                reverts=tuple(reverts),
                is_hotfix=change in with_incident or branch.lower().startswith("hotfix/"),
            ),
            deployment=deployment,
        )
        for pk, change, sha, place, reverts, branch, deployment in links.values_list(
            *("pk", "change", "change__sha", "change__place", "change__reverts"),
            *("change__branch", "deployment"),
        )
    ]


def _copy(
    component: Component,
    unnamed: Iterable[Deployment],
    copies: dict[int | None, Deployment],
    counted: dict[int, Counted],
    *,
    is_alone: bool,
) -> list[Deployment]:
    """Copies of what names no component, for this one: where it brings a change, or is alone."""
    kept: list[Deployment] = []
    for each in unnamed:
        found = counted.get(-each.pk)
        if found.is_counted if found else is_alone:
            found_copy = copies.pop(each.pk, None)
            copy = found_copy or Deployment(
                repository_id=component.repository_id,
                component=component,
                copy_of=each,
                external_id=each.external_id,
                environment=each.environment,
            )
            said = {field: getattr(each, field) for field in (*COPIED, "says_production")}
            differs = found_copy is None or any(
                getattr(copy, field) != said[field] for field in said
            )
            for field, value in said.items():
                setattr(copy, field, value)
            copy.is_production = True
            if differs:
                copy.save()
            kept.append(copy)
    Deployment.objects.filter(pk__in=[each.pk for each in copies.values()]).delete()
    return kept


def _derived(deployment: Deployment) -> tuple[object, ...]:
    return tuple(getattr(deployment, field) for field in DERIVED)


def _derive(deployments: list[Deployment], counted: dict[int, Counted]) -> None:
    ids = {(-each.copy_of_id if each.copy_of_id else each.pk): each.pk for each in deployments}
    for each in deployments:
        found = counted.get(-each.copy_of_id if each.copy_of_id else each.pk)
        if found is None:
            each.kind = each.said_kind or "normal"
            each.brings, each.followed_by_id = None, None
        else:
            each.kind, each.brings = found.kind, found.brings
            followed = found.followed_by
            each.followed_by_id = ids.get(followed) if followed is not None else None


def _write(deployments: list[Deployment]) -> None:
    """Write what is derived of these, in one statement however many they are."""
    if deployments:
        rows = [(each.pk, *_derived(each)) for each in deployments]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])


def _write_first(rows: list[ChangeRow], first: dict[int, int]) -> set[int]:
    moved = [row for row in rows if row.deployment != first.get(row.merged.id)]
    if moved:
        told = [(row.id, first.get(row.merged.id)) for row in moved]
        with connection.cursor() as cursor:
            cursor.execute(FIRST, [list(column) for column in zip(*told, strict=True)])
    return {row.merged.id for row in moved}


def _tie_incidents(component: Component) -> None:
    """Tie incidents to the deployments that they name, where those are known by now."""
    for incident in Incident.objects.of_component(component).without_their_cause():
        incident.tie()
        if incident.caused_by is not None:
            incident.save(update_fields=["caused_by"])

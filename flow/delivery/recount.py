"""Count the deployments of a component again: what they brought, their kind, what followed them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from board.sql.one_of import OneOf
from flow.delivery.deployment_count import Counted, Merged, Production, ToProduction, count
from flow.delivery.models import (
    Change,
    Component,
    ComponentChange,
    Deployment,
    DeploymentStatus,
    Incident,
)
from flow.delivery.production_before import EVER, count_id, places_of, production_before

if TYPE_CHECKING:
    from django.db.models import QuerySet

FIRST = """
    UPDATE delivery_componentchange SET deployment_id = written.deployment
    FROM unnest(%s::bigint[], %s::bigint[]) AS written (id, deployment)
    WHERE delivery_componentchange.id = written.id
"""
COPIED = (
    "sha",
    "ref",
    "named_commits",
    "status",
    "started_at",
    "finished_at",
    "told_at",
    "incident",
)
DERIVED = ("is_production", "kind", "brings", "followed_by_id")
WRITE = """
    UPDATE delivery_deployment SET is_production = written.is_production, kind = written.kind,
        brings = written.brings, followed_by_id = written.followed_by
    FROM unnest(%s::bigint[], %s::boolean[], %s::text[], %s::integer[], %s::bigint[])
        AS written (id, is_production, kind, brings, followed_by)
    WHERE delivery_deployment.id = written.id
"""


@dataclass
class ChangeRow:
    """A change of the component, with the row that says so."""

    id: int
    merged: Merged
    deployment: int | None


def count_again(component: Component, since: datetime = EVER) -> set[int]:
    """Make what is derived of the component's deployments since then that of what is known now.

    What came to production before is as it was counted. Answer the ids of the changes that came to
    production, or are not there any more.
    """
    named = list(component.deployments.filter(copy_of=None, told_at__gte=since))
    unnamed = _unnamed(component, since)
    copies = _copies(component, since, unnamed)
    was = {each.pk: _derived(each) for each in [*named, *copies.values()]}
    for each in named:
        each.is_production = _is_production(component, each)
    is_alone = component.repository.components.count() == 1
    deployments = [_to_production(each) for each in named if _counts(each)] + [
        _to_production(each, copies.get(each.pk), if_it_brings=not is_alone)
        for each in unnamed
        if _counts(each)
    ]
    places = places_of(component.repository, deployments)
    begin = production_before(component, since, {each.sha for each in deployments})
    late = {each.pk for each in [*named, *copies.values()]}
    rows = _rows(component, _lowest(begin, places), deployments, late)
    begin.first |= {
        row.merged.id: row.deployment
        for row in rows
        if row.deployment is not None and row.deployment not in late
    }
    counted, first = count(deployments, [row.merged for row in rows], places, begin)
    by_id = {each.id: each for each in counted}
    made = _copy(component, unnamed, copies, by_id, is_alone=is_alone)
    before = _the_one_before(component, begin)
    was |= {each.pk: _derived(each) for each in before}
    known = [*named, *made, *before]
    _derive(known, by_id)
    _write([each for each in known if was.get(each.pk) != _derived(each)])
    ids = {count_id(each): each.pk for each in known}
    changed = _write_first(rows, {change: ids.get(one, one) for change, one in first.items()})
    _tie_incidents(component)
    return changed


def _unnamed(component: Component, since: datetime) -> list[Deployment]:
    """Return the deployments of the repository that name no component, and may belong to this one."""
    deployments = [
        each
        for each in Deployment.objects.filter(
            repository=component.repository_id, component=None, told_at__gte=since
        )
        if _is_production(component, each)
    ]
    named = component.deployments.filter(
        OneOf("external_id", {each.external_id for each in deployments}, str), copy_of=None
    )
    known = {*named.values_list("external_id", "environment")}
    return [each for each in deployments if (each.external_id, each.environment) not in known]


def _copies(
    component: Component, since: datetime, unnamed: Iterable[Deployment]
) -> dict[int | None, Deployment]:
    """The copies for this component since then, by what they are copies of."""
    copied = Q(copy_of__isnull=False, told_at__gte=since)
    of_these = Q(OneOf("copy_of", {each.pk for each in unnamed}))
    return {each.copy_of_id: each for each in component.deployments.filter(copied | of_these)}


def _the_one_before(component: Component, begin: Production) -> list[Deployment]:
    """The last one that could fail before those that are counted, if one of them may follow it."""
    if begin.last is None or begin.last.followed_by is not None:
        return []
    pk = begin.last.id
    return list(component.deployments.filter(Q(pk=pk, copy_of=None) | Q(copy_of=-pk)))


def _lowest(begin: Production, places: Mapping[str, int]) -> int:
    """The place on the trunk after which a change may be brought, or taken back."""
    return 0 if begin.place is None else min([begin.place, *places.values()])


def _counts(deployment: Deployment) -> bool:
    is_production = deployment.is_production or deployment.component_id is None
    return (
        is_production
        and deployment.status == DeploymentStatus.SUCCEEDED
        and deployment.finished_at is not None
    )


def _is_production(component: Component, deployment: Deployment) -> bool:
    return component.is_production(deployment.environment) or deployment.says_production is True


def _to_production(
    deployment: Deployment, copy: Deployment | None = None, *, if_it_brings: bool = False
) -> ToProduction:
    assert deployment.finished_at is not None
    return ToProduction(
        id=count_id(deployment),
        at=deployment.finished_at,
        sha=deployment.sha,
        given_kind=(copy.given_kind if copy else "") or deployment.given_kind,
        named_commits=frozenset(deployment.named_commits),
        if_it_brings=if_it_brings,
    )


def _rows(
    component: Component, lowest: int, deployments: Iterable[ToProduction], late: Collection[int]
) -> list[ChangeRow]:
    """The changes that these deployments may have brought, those that are counted as
    theirs, and what those take back."""
    links = component.component_changes.filter(
        change__repository=component.repository_id, change__is_gone=False, change__part_of=None
    )
    others = links.filter(Q(change__place=None) | Q(change__place__lte=lowest))
    named = {sha for each in deployments for sha in each.named_commits}
    rows = _read_rows(component, links.filter(change__place__gt=lowest))
    rows |= _read_rows(component, others.filter(OneOf("change__sha", named, str)))
    rows |= _read_rows(component, others.filter(OneOf("deployment", late)))
    taken_back = {sha for row in rows.values() for sha in row.merged.reverts}
    rows |= _read_rows(component, others.filter(OneOf("change__sha", taken_back, str)))
    return [*rows.values()]


def _read_rows(component: Component, links: "QuerySet[ComponentChange]") -> dict[int, ChangeRow]:
    with_incident = set(
        Change.cards.through.objects.filter(
            card__in=Incident.objects.of_component(component)
            .filter(card__isnull=False)
            .values("card"),
            change__in_components__component=component,
        ).values_list("change", flat=True)
    )
    return {
        pk: ChangeRow(
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
    }


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
    for deployment in unnamed:
        answer = counted.get(-deployment.pk)
        if answer.is_counted if answer else is_alone:
            known_copy = copies.pop(deployment.pk, None)
            copy = known_copy or Deployment(
                repository_id=component.repository_id,
                component=component,
                copy_of=deployment,
                external_id=deployment.external_id,
                environment=deployment.environment,
            )
            copied = {field: getattr(deployment, field) for field in (*COPIED, "says_production")}
            differs = known_copy is None or any(
                getattr(copy, field) != copied[field] for field in copied
            )
            for field, value in copied.items():
                setattr(copy, field, value)
            copy.is_production = True
            if differs:
                copy.save()
            kept.append(copy)
    Deployment.objects.filter(pk__in=[deployment.pk for deployment in copies.values()]).delete()
    return kept


def _derived(deployment: Deployment) -> tuple[object, ...]:
    return tuple(getattr(deployment, field) for field in DERIVED)


def _derive(deployments: list[Deployment], counted: dict[int, Counted]) -> None:
    ids = {count_id(deployment): deployment.pk for deployment in deployments}
    for deployment in deployments:
        answer = counted.get(count_id(deployment))
        if answer is None:
            deployment.kind = deployment.given_kind or "normal"
            deployment.brings, deployment.followed_by_id = None, None
        else:
            deployment.kind, deployment.brings = answer.kind, answer.brings
            followed = answer.followed_by
            deployment.followed_by_id = ids.get(followed) if followed is not None else None


def _write(deployments: list[Deployment]) -> None:
    """Write what is derived of these, in one statement however many they are."""
    if deployments:
        rows = [(each.pk, *_derived(each)) for each in deployments]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])


def _write_first(rows: list[ChangeRow], first: dict[int, int]) -> set[int]:
    moved = [row for row in rows if row.deployment != first.get(row.merged.id)]
    if moved:
        written = [(row.id, first.get(row.merged.id)) for row in moved]
        with connection.cursor() as cursor:
            cursor.execute(FIRST, [list(column) for column in zip(*written, strict=True)])
    return {row.merged.id for row in moved}


def _tie_incidents(component: Component) -> None:
    """Tie incidents to the deployments that they name, where those are known by now."""
    for incident in Incident.objects.that_may_name(component):
        before = incident.caused_by
        incident.tie()
        if incident.caused_by != before:
            incident.save(update_fields=["caused_by"])

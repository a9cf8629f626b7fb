"""Learn what deliveries say: the trunk, builds, deployments, incidents; and count what that changes.

The repository is held. The same facts give the same rows, in any order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from flow.delivery.changed_cards import count_and_notify
from flow.delivery.count_from import CountFrom
from flow.delivery.facts import (
    ChangeFacts,
    DeliveryFacts,
    DeploymentFacts,
    IncidentFacts,
    NotUnderstood,
)
from flow.delivery.models import Build, Component, ComponentChange, Deployment, Incident, Repository
from flow.delivery.models.deployment import ORDER_OF_STATUS
from flow.delivery.trunk_news import TrunkNews


def learn(
    repository: Repository,
    deliveries: Sequence[DeliveryFacts],
    *,
    received_at: datetime,
    is_history: bool = False,
) -> None:
    """Learn what the deliveries say, together: changes, builds, deployments, incidents.

    Of history, such as a log, each board is notified once, not card by card.
    """
    trunk = TrunkNews(repository, received_at)
    trunk.take(
        [each for facts in deliveries for each in facts.changes],
        [each for facts in deliveries for each in facts.pushes],
    )
    trunk.settle()
    _learn_builds(repository, deliveries)
    components = list(repository.components.select_related("team"))
    since = CountFrom()
    for facts in deliveries:
        for deployed in facts.deployments:
            _learn_deployment(repository, components, deployed, received_at, trunk, since)
        for incident in facts.incidents:
            _learn_incident(components, incident)
    since.join(trunk.reaches())
    _count(repository, trunk, since.of(components), is_history=is_history)


def learn_history(repository: Repository, parts: Iterable[Sequence[ChangeFacts]]) -> int:
    """Learn a long history in parts, of which one at a time is in memory.

    Returns the number of changes. The repository is held.
    """
    trunk, learned = TrunkNews(repository, timezone.now()), 0
    for changes in parts:
        trunk.take(changes)
        learned += len(changes)
    trunk.settle()
    components = repository.components.select_related("team")
    _count(repository, trunk, trunk.reaches().of(components), is_history=True)
    return learned


def _count(
    repository: Repository,
    trunk: TrunkNews,
    components: Iterable[tuple[Component, datetime]],
    *,
    is_history: bool,
) -> None:
    count_and_notify(
        repository,
        components,
        moved=trunk.moved,
        changes=trunk.changes,
        shown=trunk.shown,
        is_history=is_history or trunk.is_from_log,
    )


def _learn_builds(repository: Repository, deliveries: Sequence[DeliveryFacts]) -> None:
    for build in (each for facts in deliveries for each in facts.builds):
        if not build.id or build.finished_at is None:
            raise NotUnderstood("A build needs an id and a time.")
        Build.objects.update_or_create(
            repository=repository,
            external_id=build.id,
            attempt=build.attempt,
            defaults={
                "sha": build.sha,
                "status": build.status,
                "started_at": build.started_at,
                "finished_at": build.finished_at,
            },
        )


def _learn_deployment(
    repository: Repository,
    components: Sequence[Component],
    facts: DeploymentFacts,
    received_at: datetime,
    trunk: TrunkNews,
    since: CountFrom,
) -> None:
    """Complete the deployment that is known, or make a new one. Its state never goes backwards."""
    if not (facts.id and facts.environment and facts.sha):
        raise NotUnderstood("A deployment needs an id, an environment and a sha.")
    facts = replace(facts, sha=_full_sha(repository, facts.sha))
    component = _component_of(components, facts)
    deployment = _known_deployment(repository, component, facts, since)
    if deployment.pk:
        since.add(deployment.component_id, deployment.told_at)
    at = facts.finished_at or facts.told_at or facts.started_at or received_at
    finished = at if facts.status in ("succeeded", "failed") else None
    was = ORDER_OF_STATUS.get(deployment.status, -1)
    if ORDER_OF_STATUS[facts.status] > was:
        deployment.status, deployment.sha = facts.status, facts.sha
        deployment.finished_at = finished
    elif ORDER_OF_STATUS[facts.status] == was and finished and deployment.finished_at:
        deployment.finished_at = min(deployment.finished_at, finished)
    starts = [each for each in (deployment.started_at, facts.started_at) if each is not None]
    deployment.started_at = min(starts, default=None)
    deployment.told_at = deployment.finished_at or deployment.started_at or at
    deployment.given_kind = deployment.given_kind or facts.kind
    deployment.incident = max(deployment.incident, facts.incident)
    deployment.ref = max(deployment.ref, facts.ref)
    deployment.named_commits = sorted({*deployment.named_commits, *facts.commits})
    if facts.says_production is not None:
        deployment.says_production = bool(deployment.says_production) or facts.says_production
    deployment.save()
    since.add(deployment.component_id, deployment.told_at)
    if component is not None and facts.commits:
        trunk.complete(_bring_named_commits(repository, component, facts))


def _known_deployment(
    repository: Repository, component: Component | None, facts: DeploymentFacts, since: CountFrom
) -> Deployment:
    """The deployment that is known, or a new one.

    One that was known before its component was made becomes one of it.
    """
    same = repository.deployments.filter(
        external_id=facts.id, environment=facts.environment, copy_of=None
    )
    known = same.filter(component=component).first()
    if known is None and component is not None and (facts.component or facts.component_id):
        known = same.filter(component=None).first()
        if known is not None:
            since.add(None, known.told_at)  # each component may have had a copy of it
            known.copies.all().delete()
            known.component = component
    return known or Deployment(
        repository=repository,
        component=component,
        external_id=facts.id,
        environment=facts.environment,
        status="",
    )


def _bring_named_commits(
    repository: Repository, component: Component, facts: DeploymentFacts
) -> set[str]:
    """Commits that a deployment of a component names are changes of it, also without paths.

    Answer those that were none before.
    """
    changes = repository.changes.on_the_trunk().known(facts.commits).filter(paths=None)
    new = list(changes.exclude(in_components__component=component))
    component.component_changes.bulk_create(
        ComponentChange(component=component, change=each, is_named=True) for each in new
    )
    return {each.sha for each in new}


def _full_sha(repository: Repository, sha: str) -> str:
    """The whole sha where only its beginning was sent and the commit is known."""
    if len(sha) >= 40 or len(sha) < 7:
        return sha
    shas = repository.changes.filter(sha__startswith=sha).values_list("sha", flat=True)[:2]
    return shas[0] if len(shas) == 1 else sha


def _component_of(components: Sequence[Component], facts: DeploymentFacts) -> Component | None:
    name = facts.component.lower()
    for component in components:
        if component.pk == facts.component_id or (name and component.name.lower() == name):
            return component
    return None


def _learn_incident(components: Sequence[Component], facts: IncidentFacts) -> None:
    """An issue is an incident of the component that a label names, or of the only one."""
    labels = {label.lower() for label in facts.labels}
    named = [each for each in components if each.name.lower() in labels]
    for component in named or (components if len(components) == 1 else []):
        restored = facts.restored_at
        if restored is not None and restored < facts.detected_at:
            restored = None
        incident = Incident.known_as(component, facts.id)
        incident.revise(
            title=facts.title or facts.id,
            detected_at=facts.detected_at,
            restored_at=restored or incident.restored_at,
        )

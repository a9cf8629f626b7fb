"""Apply what was delivered, by repository, in the order in which it came; any order ends the same.

One transaction a batch, under the repository's lock: what a worker that dies has not finished is
waiting still.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from psycopg.errors import LockNotAvailable

from flow.delivery.arranging import arrange, sort_into_components
from flow.delivery.facts import NotUnderstood, ToldDeployment, ToldFacts, ToldIncident
from flow.delivery.forges import github, gitlab, pipeline
from flow.delivery.forges.reading import said_in
from flow.delivery.gitlog import changes_in, text_of
from flow.delivery.learning import learn_changes, learn_pushes, learn_sizes, tie_cards
from flow.delivery.models import (
    Build,
    Component,
    Delivery,
    DeliveryState,
    Deployment,
    Door,
    Incident,
    Repository,
)
from flow.delivery.models.deployment import ORDER_OF_STATUS
from flow.delivery.of_cards import cards_of_changes
from flow.delivery.recounting import count_again
from flow.delivery.told import cards_shown_otherwise, look_again, shown_of, tell_boards

log = logging.getLogger(__name__)

A_BATCH = 500
QUICK = 2000  # changes of a repository that are counted again while somebody waits
TOO_MUCH = "54"  # the class of errors of what PostgreSQL cannot hold
BYTES = 32 * 1024 * 1024  # of bodies in one batch; one that is larger comes alone


@dataclass
class Read:
    """A delivery with what it says."""

    delivery: Delivery
    facts: ToldFacts


def apply_all(repository_id: int) -> None:
    """Apply what waits for this repository; somebody else who is at it is left to it."""
    _count_all_again(repository_id)
    while _apply_some(repository_id):
        pass


def count_if_quick(repository: Repository) -> None:
    """Count at once what is to be counted again, where that takes no time and nobody is at it.

    A task does it where a board is held by somebody: who says something does not wait for it.
    """
    if repository.changes.count() > QUICK:
        return
    try:
        _count_all_again(repository.pk)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise


def _count_all_again(repository_id: int) -> None:
    """Sort all changes into the components and count all again, if that was asked for."""
    with transaction.atomic():
        repository = Repository.objects.locked(repository_id)
        if repository is None or not repository.is_to_count:
            return
        learn_sizes(repository)
        changes = list(repository.changes.values_list("pk", flat=True))
        sort_into_components(repository, changes)
        tie_cards(repository, list(repository.changes.exclude(names=[])))
        moved = {pk for each in repository.components.all() for pk in count_again(each)}
        tell_boards(cards_of_changes(moved))
        look_again(repository)
        repository.is_to_count = False
        repository.save(update_fields=["is_to_count"])


def learn(
    repository: Repository,
    facts: Sequence[ToldFacts],
    *,
    received_at: datetime,
    is_history: bool = False,
) -> None:
    """Learn what was told, all together: changes, builds, deployments, incidents.

    Of history, as of a log, the boards are told once, not card by card.
    """
    said = [each for fact in facts for each in fact.changes]
    shown = shown_of(repository, {each.sha for each in said})
    changes = learn_changes(repository, said, received_at=received_at)
    moved: set[int] = set()
    pushes = [each for fact in facts for each in fact.pushes]
    learn_pushes(repository, pushes)
    if changes or pushes:
        moved = arrange(repository)
        sort_into_components(repository, moved | {each.pk for each in changes})
        tie_cards(repository, changes)
    _learn_builds(repository, facts)
    components = list(repository.components.select_related("team"))
    for fact in facts:
        for told in fact.deployments:
            _learn_deployment(repository, components, told, received_at)
        for incident in fact.incidents:
            _learn_incident(components, incident)
    if changes or pushes or any(fact.deployments or fact.incidents for fact in facts):
        for component in components:
            moved |= count_again(component)
    is_from_log = any(change.is_from_log for change in said)
    cards = [*cards_shown_otherwise(changes, shown), *cards_of_changes(moved)]
    tell_boards(cards, is_history=is_history or is_from_log)
    look_again(repository)


def _apply_some(repository_id: int) -> bool:
    """Apply a batch; whether there may be more."""
    with transaction.atomic():
        repository = Repository.objects.locked(repository_id)
        if repository is None:
            return False
        batch = _batch(repository)
        if not batch:
            return False
        read = [each for delivery in batch if (each := _read(repository, delivery))]
        _apply_together(repository, read)
        return True


def _batch(repository: Repository) -> list[Delivery]:
    chosen: list[int] = []
    total = 0
    waiting = Delivery.objects.of(repository).waiting().sizes()[:A_BATCH]
    for pk, size in waiting:
        total += size or 0
        if chosen and total > BYTES:
            break
        chosen.append(pk)
    return list(Delivery.objects.filter(pk__in=chosen).order_by("pk"))


def _read(repository: Repository, delivery: Delivery) -> Read | None:
    """What it says; None, and noted so, for what says nothing or cannot be read."""
    try:
        facts = _facts(repository, delivery)
    except NotUnderstood as problem:
        delivery.is_over(DeliveryState.FAILED, str(problem))
        return None
    except Exception as error:  # one delivery must not stop the others
        log.exception("Delivery %s cannot be read", delivery.pk)
        delivery.is_over(DeliveryState.FAILED, f"It cannot be read: {type(error).__name__}")
        return None
    if facts.provider_id and repository.provider_id not in ("", facts.provider_id):
        delivery.is_over(DeliveryState.IGNORED, "It is about another repository.")
        return None
    _know_again(repository, facts)
    if facts.ignored:
        delivery.is_over(DeliveryState.IGNORED, facts.ignored)
        return None
    return Read(delivery, facts)


def _facts(repository: Repository, delivery: Delivery) -> ToldFacts:
    body = bytes(delivery.body or b"")
    if delivery.door == Door.LOG:
        return ToldFacts(changes=list(changes_in(text_of(body).split("\n"))))
    said = said_in(body)
    match delivery.door:
        case Door.GITHUB:
            return github.facts_of(delivery.event, said, repository.default_branch)
        case Door.GITLAB:
            return gitlab.facts_of(delivery.event, said, repository.default_branch)
        case Door.BUILDS:
            return pipeline.build(said)
        case _:
            return pipeline.deployment(said)


def _know_again(repository: Repository, facts: ToldFacts) -> None:
    """The provider's number comes with the first delivery that says something, or has the name.

    From then on a new name with that number is a rename.
    """
    changed = []
    has_its_name = facts.name.lower() == repository.name.lower()
    if facts.provider_id and not repository.provider_id and (facts.say_something or has_its_name):
        repository.provider_id = facts.provider_id
        changed.append("provider_id")
    is_known = bool(facts.provider_id) and repository.provider_id == facts.provider_id
    if is_known and facts.name and not has_its_name:
        taken = Repository.objects.called(repository.provider, facts.name)
        if "provider_id" not in changed and not taken.exists():
            repository.name = facts.name
            changed.append("name")
    if changed:
        repository.save(update_fields=changed)


def _apply_together(repository: Repository, read: Sequence[Read]) -> None:
    """Apply a batch at once; if it cannot be, one by one, so that one alone fails."""
    if not read:
        return
    try:
        with transaction.atomic():
            learn(repository, [each.facts for each in read], received_at=_earliest(read))
    except Exception as error:
        if _passes(error):
            raise
        _apply_one_by_one(repository, read, error)
    else:
        _note(repository, read)


def _passes(error: Exception) -> bool:
    """Whether it is no fault of a delivery: the database is away, somebody holds a board for long,
    or the time of a task is over. What waits is applied later."""
    if isinstance(error, OperationalError):
        sqlstate = getattr(error.__cause__, "sqlstate", None) or ""
        return not sqlstate.startswith(TOO_MUCH)
    return isinstance(error, (InterfaceError, SoftTimeLimitExceeded))


def _apply_one_by_one(repository: Repository, read: Sequence[Read], error: Exception) -> None:
    if len(read) == 1:
        why = str(error)
        if not isinstance(error, NotUnderstood):
            log.error("Delivery %s cannot be applied", read[0].delivery.pk, exc_info=error)
            why = f"It cannot be applied: {type(error).__name__}"
        read[0].delivery.is_over(DeliveryState.FAILED, why)
        return
    for each in read:
        _apply_together(repository, [each])


def _earliest(read: Sequence[Read]) -> datetime:
    return min(each.delivery.received_at for each in read)


def _note(repository: Repository, read: Iterable[Read]) -> None:
    has_components = repository.components.exists()
    for each in read:
        if each.facts.deployments and not has_components:
            each.delivery.is_over(DeliveryState.NO_COMPONENT, "No component yet.")
        else:
            each.delivery.is_over(DeliveryState.APPLIED)


def _learn_builds(repository: Repository, facts: Sequence[ToldFacts]) -> None:
    for told in (each for fact in facts for each in fact.builds):
        if not told.id or told.finished_at is None:
            raise NotUnderstood("A build needs an id and a time.")
        Build.objects.update_or_create(
            repository=repository,
            external_id=told.id,
            attempt=told.attempt,
            defaults={
                "sha": told.sha,
                "status": told.status,
                "started_at": told.started_at,
                "finished_at": told.finished_at,
            },
        )


def _learn_deployment(
    repository: Repository,
    components: Sequence[Component],
    told: ToldDeployment,
    received_at: datetime,
) -> None:
    """Complete the deployment that is known, or make a new one. Its state never goes backwards."""
    if not (told.id and told.environment and told.sha):
        raise NotUnderstood("A deployment needs an id, an environment and a sha.")
    told = replace(told, sha=_full_sha(repository, told.sha))
    component = _component_of(components, told)
    deployment = _known_deployment(repository, component, told)
    at = told.finished_at or told.told_at or told.started_at or received_at
    finished = at if told.status in ("succeeded", "failed") else None
    was = ORDER_OF_STATUS.get(deployment.status, -1)
    if ORDER_OF_STATUS[told.status] > was:
        deployment.status, deployment.sha = told.status, told.sha
        deployment.finished_at = finished
    elif ORDER_OF_STATUS[told.status] == was and finished and deployment.finished_at:
        deployment.finished_at = min(deployment.finished_at, finished)
    starts = [each for each in (deployment.started_at, told.started_at) if each is not None]
    deployment.started_at = min(starts, default=None)
    deployment.told_at = deployment.finished_at or deployment.started_at or at
    deployment.said_kind = deployment.said_kind or told.kind
    deployment.incident = max(deployment.incident, told.incident)
    deployment.ref = max(deployment.ref, told.ref)
    deployment.told = sorted({*deployment.told, *told.commits})
    if told.says_production is not None:
        deployment.says_production = bool(deployment.says_production) or told.says_production
    deployment.save()
    if component is not None and told.commits:
        _bring_what_was_told(repository, component, told)


def _known_deployment(
    repository: Repository, component: Component | None, told: ToldDeployment
) -> Deployment:
    """The deployment that is known, or a new one.

    One that was known before its component was made becomes one of it.
    """
    same = repository.deployments.filter(
        external_id=told.id, environment=told.environment, copy_of=None
    )
    found = same.filter(component=component).first()
    if found is None and component is not None and (told.component or told.component_id):
        found = same.filter(component=None).first()
        if found is not None:
            found.copies.all().delete()
            found.component = component
    return found or Deployment(
        repository=repository,
        component=component,
        external_id=told.id,
        environment=told.environment,
        status="",
    )


def _bring_what_was_told(
    repository: Repository, component: Component, told: ToldDeployment
) -> None:
    """Commits that a deployment of a component names are changes of it, also without paths."""
    changes = repository.changes.on_the_trunk().known(told.commits).filter(paths=None)
    for change in changes:
        component.component_changes.get_or_create(change=change, defaults={"is_told": True})


def _full_sha(repository: Repository, sha: str) -> str:
    """The whole sha where only its beginning was told and the commit is known."""
    if len(sha) >= 40 or len(sha) < 7:
        return sha
    found = repository.changes.filter(sha__startswith=sha).values_list("sha", flat=True)[:2]
    return found[0] if len(found) == 1 else sha


def _component_of(components: Sequence[Component], told: ToldDeployment) -> Component | None:
    name = told.component.lower()
    for each in components:
        if each.pk == told.component_id or (name and each.name.lower() == name):
            return each
    return None


def _learn_incident(components: Sequence[Component], told: ToldIncident) -> None:
    """An issue is an incident of the component that a label names, or of the only one."""
    labels = {label.lower() for label in told.labels}
    named = [each for each in components if each.name.lower() in labels]
    for component in named or (components if len(components) == 1 else []):
        restored = told.restored_at
        if restored is not None and restored < told.detected_at:
            restored = None
        known = Incident.objects.of_component(component).filter(external_id=told.id).first()
        Incident.report(
            component,
            external_id=told.id,
            title=told.title or told.id,
            detected_at=told.detected_at,
            restored_at=restored or (known.restored_at if known else None),
        )

"""The queue of deliveries, applied by repository in the order in which they came.

Any order ends the same. One transaction a batch, under the repository's lock: what a worker that dies
has not finished is waiting still.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from psycopg.errors import LockNotAvailable

from flow.delivery.changed_cards import count_and_notify
from flow.delivery.facts import DeliveryFacts, NotUnderstood
from flow.delivery.forges import github, gitlab, pipeline
from flow.delivery.forges.fields import object_in
from flow.delivery.gitlog import changes_in, text_of
from flow.delivery.into_components import sort_into_components
from flow.delivery.known_changes import learn_sizes, tie_cards
from flow.delivery.learn import learn
from flow.delivery.models import Delivery, DeliveryState, Door, Repository
from flow.delivery.production_before import EVER

log = logging.getLogger(__name__)

A_BATCH = 500
QUICK = 2000  # changes of a repository that are counted again while somebody waits
TOO_MUCH = "54"  # the class of errors of what PostgreSQL cannot hold
BYTES = 32 * 1024 * 1024  # of bodies in one batch; one that is larger comes alone


@dataclass
class Read:
    """A delivery with what it says."""

    delivery: Delivery
    facts: DeliveryFacts


def apply_all(repository_id: int) -> bool:
    """Apply what waits for this repository; return whether anything did. Where another worker holds
    the repository, leave the work to it."""
    is_other = _count_all_again(repository_id)
    while _apply_some(repository_id):
        is_other = True
    return is_other


def count_if_quick(repository: Repository) -> None:
    """Count at once what is to be counted again, where that is quick and nothing holds the repository.

    Else a task does it: a person who changes something does not wait for a lock.
    """
    if repository.changes.count() > QUICK:
        return
    try:
        _count_all_again(repository.pk)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise


def _count_all_again(repository_id: int) -> bool:
    """Sort all changes into the components and count all again, if that was asked for; return whether
    it was."""
    with transaction.atomic():
        repository = Repository.objects.locked(repository_id)
        if repository is None:
            return False
        asked = list(repository.updates.to_count().values_list("pk", flat=True))
        if not asked:
            return False
        learn_sizes(repository)
        changes = list(repository.changes.values_list("pk", flat=True))
        sort_into_components(repository, changes)
        tie_cards(repository, list(repository.changes.exclude(names=[])))
        repository.updates.filter(pk__in=asked).update(is_to_count=False)
        count_and_notify(repository, [(each, EVER) for each in repository.components.all()])
        return True


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
    """Return the facts of a delivery; None, with a note, for an empty or unreadable one."""
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


def _facts(repository: Repository, delivery: Delivery) -> DeliveryFacts:
    body = bytes(delivery.body or b"")
    if delivery.door == Door.LOG:
        return DeliveryFacts(changes=list(changes_in(text_of(body).split("\n"))))
    body_object = object_in(body)
    match delivery.door:
        case Door.GITHUB:
            return github.facts_of(delivery.event, body_object, repository.default_branch)
        case Door.GITLAB:
            return gitlab.facts_of(delivery.event, body_object, repository.default_branch)
        case Door.BUILDS:
            return pipeline.build(body_object)
        case _:
            return pipeline.deployment(body_object)


def _know_again(repository: Repository, facts: DeliveryFacts) -> None:
    """The provider's number comes with the first delivery that says something, or has the name.

    From then on a new name with that number is a rename.
    """
    changed = []
    has_its_name = facts.name.lower() == repository.name.lower()
    if facts.provider_id and not repository.provider_id and (facts.have_content or has_its_name):
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
        repository.raise_version()


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
    for one in read:
        _apply_together(repository, [one])


def _earliest(read: Sequence[Read]) -> datetime:
    return min(each.delivery.received_at for each in read)


def _note(repository: Repository, read: Iterable[Read]) -> None:
    has_components = repository.components.exists()
    for one in read:
        if one.facts.deployments and not has_components:
            one.delivery.is_over(DeliveryState.NO_COMPONENT, "No component yet.")
        else:
            one.delivery.is_over(DeliveryState.APPLIED)

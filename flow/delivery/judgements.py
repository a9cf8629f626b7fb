"""The judgements of people about incidents and deployments, and the deployments that they change.

Deployments are counted again at once, for the component and from that moment on. A task counts the
whole repository where it is locked, or where there are too many deployments.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Min
from psycopg.errors import LockNotAvailable

from flow.delivery.changed_cards import count_and_notify, look_again
from flow.delivery.models import Component, ComponentChange, Deployment, Incident, Repository
from flow.delivery.tasks import ring

Counted = Sequence[tuple[Component, datetime]]  # each from a moment on
MUCH = 500  # deployments that are counted while somebody waits


def report_incident(component: Component, *, external_id: str = "", **facts: Any) -> Incident:
    """Report a new incident, or revise the one that is known by this id."""
    return revise_incident(Incident.known_as(component, external_id), **facts)


def revise_incident(incident: Incident, **facts: Any) -> Incident:
    """Change what is named; a change of its card is a hotfix, one of the card before is none now."""
    card_before = incident.card_id
    incident.revise(**facts)
    _count_of_cards(incident.component, {card_before} ^ {incident.card_id})
    return incident


def call_deployment(deployment: Deployment, kind: str) -> None:
    """Set the kind of a deployment as a person judges it; "" leaves the kind that is proposed."""
    deployment.call(kind)
    repository, component = deployment.repository, deployment.component
    components = [component] if component else repository.components.all()
    _count(repository, [(each, deployment.told_at) for each in components])


def _count_of_cards(component: Component, cards: Collection[int | None]) -> None:
    """Count from the first deployment on that brought a change of one of these cards."""
    brought = ComponentChange.objects.of_components([component]).filter(
        change__cards__in=[card for card in cards if card], deployment__isnull=False
    )
    since = brought.aggregate(at=Min("deployment__told_at"))["at"]
    _count(component.repository, [(component, since)] if since else [])


def _count(repository: Repository, counted: Counted) -> None:
    if not counted:
        look_again(repository)
        return
    try:
        is_done = _count_now(repository, counted)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        is_done = False
    if not is_done:
        repository.ask_to_count()
        ring()


def _count_now(repository: Repository, counted: Counted) -> bool:
    """Whether it could be done at once."""
    late = (each.deployments.filter(told_at__gte=since).count() for each, since in counted)
    if sum(late) > MUCH:
        return False
    with transaction.atomic():
        if Repository.objects.locked(repository.pk) is None:
            return False
        count_and_notify(repository, counted)
    return True

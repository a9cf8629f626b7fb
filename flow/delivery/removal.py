"""Remove a component or a repository, and notify the boards whose cards look different then."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from board.models import Card
from flow.delivery.changed_cards import notify_boards
from flow.delivery.models import Component, Repository
from flow.delivery.of_cards import deliveries_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


def remove_component(component: Component) -> None:
    """Delete the component with its deployments and incidents; changes stay."""
    cards = Card.objects.filter(changes__in_components__component=component)
    _remove(component.repository, cards, component.remove)


def disconnect(repository: Repository) -> None:
    """Delete the repository with all that it delivered."""
    cards = Card.objects.filter(changes__repository=repository)
    _remove(repository, cards, repository.delete)


def _remove(repository: Repository, cards: "QuerySet[Card]", delete: Callable[[], object]) -> None:
    with transaction.atomic():
        Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
        named = list(cards.select_related("board").order_by("board", "number").distinct())
        ids = [card.pk for card in named]
        shown = deliveries_of(ids)
        delete()
        now = deliveries_of(ids)
        notify_boards(card for card in named if now.get(card.pk) != shown.get(card.pk))

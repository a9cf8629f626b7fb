"""Notify boards of cards that look different now: one turn a board and batch, one event a card."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from board.models import Card
from flow.alerts.models import Watch
from flow.delivery.models import Change, Component, Repository
from flow.delivery.of_cards import CardDelivery, cards_of_changes, deliveries_of
from flow.delivery.on_the_board import CAME_IN, CHANGED
from flow.delivery.recount import count_again

NAME = "delivery"
MANY = 200  # cards; more at once are history, and one event for the board


def shown_of(repository: Repository, shas: Collection[str]) -> dict[int, CardDelivery]:
    """How the cards of these commits are shown now: by the id of a card."""
    changes = repository.changes.known(shas)
    cards = Change.cards.through.objects.filter(change__in=changes).values_list("card", flat=True)
    return deliveries_of(set(cards))


def count_and_notify(
    repository: Repository,
    components: Iterable[tuple[Component, datetime]],
    *,
    moved: Collection[int] = (),
    changes: Iterable[int] = (),
    shown: Mapping[int, CardDelivery] | None = None,
    is_history: bool = False,
) -> None:
    """Count each component again from its moment on, and notify the boards of the cards that changed.

    `moved` are the ids of further changes that came to production or left it. The cards of `changes`
    have changed if they are not `shown` as before. The repository is held.
    """
    counted = {pk for component, since in components for pk in count_again(component, since)}
    cards = [
        *cards_shown_differently(changes, shown or {}),
        *cards_of_changes(counted.union(moved)),
    ]
    notify_boards(cards, is_history=is_history)
    look_again(repository)
    repository.raise_version()


def cards_shown_differently(
    changes: Iterable[int], shown: Mapping[int, CardDelivery]
) -> list[Card]:
    """The cards of these changes, by id, that are not shown as they were before."""
    cards = cards_of_changes(changes)
    now = deliveries_of([card.pk for card in cards])
    return [card for card in cards if now.get(card.pk) != shown.get(card.pk)]


def notify_boards(cards: Iterable[Card], *, is_history: bool = False) -> None:
    """These cards look different now; of history a board is notified once.

    The repository is held; boards are taken by their ids.
    """
    by_board: defaultdict[int, dict[int, Card]] = defaultdict(dict)
    for card in cards:
        by_board[card.board_id][card.number] = card
    for pk in sorted(by_board):
        changed = [card for _number, card in sorted(by_board[pk].items())]
        board = changed[0].board
        if "delivery" not in board.practices_on or board.archived_at:
            continue
        if is_history or len(changed) > MANY:
            board.record_of_app(of=NAME, what=CAME_IN)
        else:
            board.record_of_app(of=NAME, what=CHANGED, cards=changed)


def look_again(repository: Repository) -> None:
    """Let the boards be looked over for alerts: something is new that is no event of theirs."""
    boards = {repository.board_id: repository.board}
    for component in repository.components.select_related("team__board"):
        boards[component.team.board_id] = component.team.board
    for pk in sorted(boards):
        Watch.objects.look_again(boards[pk])

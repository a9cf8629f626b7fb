"""Tell boards that what they show of cards has changed: one turn a board and batch, one event a card."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from board.models import Card
from flow.alerts.models import Watch
from flow.delivery.models import Change, Repository
from flow.delivery.of_cards import CardDelivery, cards_of_changes, deliveries_of
from flow.delivery.on_the_board import CAME_IN, CHANGED

NAME = "delivery"
MANY = 200  # cards; more at once are history, and one event for the board


def shown_of(repository: Repository, shas: Collection[str]) -> dict[int, CardDelivery]:
    """How the cards of these commits are shown now: by the id of a card."""
    changes = repository.changes.known(shas)
    cards = Change.cards.through.objects.filter(change__in=changes).values_list("card", flat=True)
    return deliveries_of(set(cards))


def cards_shown_otherwise(
    changes: Iterable[Change], shown: Mapping[int, CardDelivery]
) -> list[Card]:
    """The cards of these changes that are not shown as they were before."""
    cards = cards_of_changes(each.pk for each in changes)
    now = deliveries_of([card.pk for card in cards])
    return [card for card in cards if now.get(card.pk) != shown.get(card.pk)]


def tell_boards(cards: Iterable[Card], *, is_history: bool = False) -> None:
    """These cards look otherwise now; of history a board is told once.

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
            board.tell(of=NAME, what=CAME_IN)
        else:
            board.tell(of=NAME, what=CHANGED, cards=changed)


def look_again(repository: Repository) -> None:
    """Let the boards be looked over for alerts: something is new that is no event of theirs."""
    boards = {repository.board_id: repository.board}
    for component in repository.components.select_related("team__board"):
        boards[component.team.board_id] = component.team.board
    for pk in sorted(boards):
        Watch.objects.look_again(boards[pk])

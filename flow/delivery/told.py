"""Tell boards that what they show of cards has changed: one turn a board and batch, one event a card."""

from collections import defaultdict
from collections.abc import Collection

from board.models import Card
from flow.alerts.models import Watch
from flow.delivery.models import Repository
from flow.delivery.of_cards import cards_of_changes
from flow.delivery.on_the_board import CAME_IN, CHANGED

NAME = "delivery"
MANY = 200  # cards; more at once are history, and one event for the board


def tell_boards(
    repository: Repository, changes: Collection[int], *, is_history: bool = False
) -> None:
    """The cards that these changes name look otherwise now; of history the board is told once.

    The repository is held; boards are taken by their ids.
    """
    by_board: defaultdict[int, list[Card]] = defaultdict(list)
    for card in cards_of_changes(changes) if changes else ():
        by_board[card.board_id].append(card)
    for pk in sorted(by_board):
        cards = by_board[pk]
        board = cards[0].board
        if "delivery" not in board.practices_on or board.archived_at:
            continue
        if is_history or len(cards) > MANY:
            board.tell(of=NAME, what=CAME_IN)
        else:
            board.tell(of=NAME, what=CHANGED, cards=cards)


def look_again(repository: Repository) -> None:
    """Let the boards be looked over for alerts: something is new that is no event of theirs."""
    boards = {repository.board_id: repository.board}
    for component in repository.components.select_related("team__board"):
        boards[component.team.board_id] = component.team.board
    for pk in sorted(boards):
        Watch.objects.look_again(boards[pk])

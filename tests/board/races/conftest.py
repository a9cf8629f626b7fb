import pytest

from board.models import Board


@pytest.fixture
def cards(card_in, build):
    """Twenty cards in Build, each as another person sees it."""
    made = [card_in(build, f"Card {number}") for number in range(20)]
    for card in made:
        card.board = Board.objects.get(pk=card.board_id)
    return made

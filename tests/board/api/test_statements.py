"""A move is the hot path: a handful of statements, whatever the board holds."""

import pytest


@pytest.fixture
def moves(api, board, build, review, card_in, ada, query_count):
    """How many statements it takes to move card 1 there and back."""
    board.limit_column(review, 500, by=ada)
    card_in(build)
    api.get("/boards")  # the use of the token is noted

    def there_and_back() -> list[int]:
        path = "/boards/SLU/cards/1/move"
        return [query_count(api.post, path, column=name) for name in ("Review", "Build")]

    return there_and_back


def test_a_move_takes_few_statements(moves):
    # 4 around the verb: the token, the card with its right, the columns, the card as it is now.
    assert max(moves()) <= 17


def test_a_move_takes_no_more_statements_on_a_fuller_board(moves, build, review, card_in):
    few = moves()
    for column in (build, review):
        for _ in range(20):
            card_in(column)
    assert moves() == few

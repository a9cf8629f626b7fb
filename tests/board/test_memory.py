"""What a process remembers of a board is true for everybody: nothing that may be taken back."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from board.models import Board

pytestmark = pytest.mark.django_db(transaction=True)


def shape(board):
    """The names of the columns and labels and the maxima of the limits, as somebody finds them."""
    shape = Board.objects.get(pk=board.pk).shape
    things = [*shape.columns.values(), *shape.labels.values()]
    return [each.name for each in things] + [limit.maximum for limit in shape.limits]


def test_the_shape_of_a_board_is_read_once(board):
    shape(board)
    with CaptureQueriesContext(connection) as asked:
        shape(board)
    assert len(asked) == 1  # the board itself


def test_a_change_of_the_shape_is_seen_at_once(board, build, review, card_in, ada):
    first = ["Ideas", "Build", "Review", "Done"]
    assert shape(board) == first
    build.revise(name="Make", by=ada)
    first[1] = "Make"
    assert shape(board) == first
    board.limit_column(review, 3, by=ada)
    assert shape(board) == [*first, 3]
    card = card_in(build, labels=["map"])
    assert shape(board) == [*first, "map", 3]
    card.revise(labels=["map", "tides"], by=ada)
    assert shape(board) == [*first, "map", "tides", 3]
    board.rename_label(board.labels.get(name="map"), "maps", by=ada)
    assert shape(board) == [*first, "maps", "tides", 3]


def test_what_is_taken_back_is_not_remembered(board, build, review, ada):
    shape(board)
    with transaction.atomic():
        build.revise(name="Wrong", by=ada)
        assert "Wrong" in shape(board)
        transaction.set_rollback(True)
    review.revise(name="Look", by=ada)  # the same version as the change that was taken back
    assert shape(board) == ["Ideas", "Build", "Look", "Done"]


def test_who_changes_what_was_remembered_changes_only_their_own(board):
    first = Board.objects.get(pk=board.pk).shape
    next(iter(first.columns.values())).name = "Scribbled"
    assert "Scribbled" not in shape(board)

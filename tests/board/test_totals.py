"""The totals of the cells follow the log, so that nobody counts the finished cards again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.models import Arrival, Board, SplitPart, Visit
from board.models.limit.totals import MANY, cards_in_cells

pytestmark = pytest.mark.django_db(transaction=True)


def now(board):
    """The totals of the board at its version of this moment, by the name of the column."""
    board = Board.objects.get(pk=board.pk)
    names = {column.pk: column.name for column in board.columns.all()}
    return {names[column]: number for (column, _lane), number in cards_in_cells(board).items()}


def statements(board):
    board = Board.objects.get(pk=board.pk)
    with CaptureQueriesContext(connection) as asked:
        cards_in_cells(board)
    return [each["sql"] for each in asked]


@pytest.fixture
def elsewhere(monkeypatch):
    """What follows happens in another process: this one hears of it from the log alone."""
    monkeypatch.setattr("board.models.board.board.follow", lambda board, events: None)


def test_what_this_process_does_it_need_not_read(board, build, review, card_in, ada):
    card = card_in(build)
    assert now(board) == {"Build": 1}
    card.move_to(review, by=ada)
    assert statements(board) == []
    assert now(board) == {"Review": 1}


def test_a_board_is_counted_once_and_then_read_from_the_log(
    board, build, review, card_in, ada, elsewhere
):
    card = card_in(build)
    assert now(board) == {"Build": 1}
    assert statements(board) == []
    card.move_to(review, by=ada)
    [asked] = statements(board)
    assert "board_event" in asked
    assert now(board) == {"Review": 1}


def test_a_card_off_the_board_is_in_no_cell(board, build, done, card_in, ada):
    card = card_in(build)
    card_in(done)
    steps = [
        (lambda: card.archive(by=ada), {"Done": 1}),
        (lambda: card.discard(by=ada), {"Done": 1}),
        (lambda: card.restore(by=ada), {"Build": 1, "Done": 1}),
        (lambda: card.discard(by=ada), {"Done": 1}),
        (lambda: card.restore(column=done, by=ada), {"Done": 2}),
    ]
    for step, holds in steps:
        step()
        assert now(board) == holds


def test_an_import_is_counted(board, build, done, card_in, ada):
    card_in(build)
    assert now(board) == {"Build": 1}
    at = timezone.now()
    board.take_in([Arrival("1", "Came", [Visit(done, at)], at)], by=ada, source="a tool")
    assert now(board) == {"Build": 1, "Done": 1}


def test_an_archived_lane_leaves_its_cards_to_the_other(board, build, card_in, ada):
    first, other = board.lanes.get(), board.add_lane("Other", by=ada)
    card_in(build, lane=other)
    assert now(board) == {"Build": 1}
    board.archive_lane(other, cards_to=first, by=ada)
    now(board)
    assert cards_in_cells(Board.objects.get(pk=board.pk)) == {(build.pk, first.pk): 1}


def test_a_board_far_behind_is_counted_again(board, build, card_in, ada, elsewhere):
    card = card_in(build)
    now(board)
    for number in range(MANY):
        card.revise(title=f"Title {number}", by=ada)
    [asked] = statements(board)
    assert "board_event" not in asked
    assert now(board) == {"Build": 1}


def test_the_parts_of_a_split_are_counted_and_leave_with_its_undo(board, ideas, ada):
    card = board.create_card("Large", by=ada, column=ideas, scenarios=list("abc"))
    assert now(board) == {"Ideas": 1}
    ids = [item.pk for item in card.checklist.kept()]
    card.split([SplitPart("Two", ids[1:2]), SplitPart("Three", ids[2:])], by=ada)
    assert now(board) == {"Ideas": 3}
    card.undo(by=ada)
    assert now(board) == {"Ideas": 1}

"""Where a card was and is, by plain values: from the moves in a log."""

from itertools import pairwise

import pytest

from board.models import Column
from flow.alerts.morning.ways import Happening, is_finished, way_says, ways

COLUMNS = {
    pk: Column(pk=pk, name=name, stage=stage, position=pk)
    for pk, (name, stage) in enumerate(
        [("Ideas", "queue"), ("Build", "active"), ("Review", "active"), ("Done", "done")], 1
    )
}
IDEAS, BUILD, REVIEW, DONE = COLUMNS


def moves(*places, card=7, start=1):
    return [
        Happening(number, "moved", card, was, now)
        for number, (was, now) in enumerate(pairwise(places), start)
    ]


def undone(number, undid):
    return Happening(number, "undone", 7, undid=undid)


def test_a_card_is_told_once_from_where_it_was_to_where_it_is():
    assert ways(moves(IDEAS, BUILD, REVIEW)) == {7: [IDEAS, BUILD, REVIEW]}


def test_a_move_within_a_column_goes_nowhere():
    assert ways(moves(BUILD, BUILD)) == {7: [BUILD]}


def test_what_was_undone_is_none():
    assert ways([*moves(IDEAS, BUILD), undone(2, 1)]) == {}
    assert ways([*moves(IDEAS, BUILD, REVIEW), undone(3, 2)]) == {7: [IDEAS, BUILD]}


def test_who_undoes_an_earlier_move_goes_back():
    [earlier] = moves(BUILD, REVIEW, start=1)
    assert ways([undone(9, 1)], [earlier]) == {7: [REVIEW, BUILD]}
    assert ways([undone(9, 1)]) == {}  # nobody knows any more


def test_who_went_last_comes_last():
    first, second = moves(IDEAS, BUILD), moves(IDEAS, BUILD, card=8, start=2)
    assert [*ways([*first, *second])] == [7, 8]
    assert [*ways([*first, *second, *moves(BUILD, REVIEW, start=3)])] == [8, 7]


@pytest.mark.parametrize(
    ("way", "finished"),
    [
        ([BUILD, DONE], True),
        ([None, DONE], True),
        ([DONE, BUILD, DONE], True),
        ([DONE], False),
        ([BUILD, REVIEW], False),
        ([DONE, BUILD], False),
    ],
)
def test_a_card_is_finished_if_it_came_into_done_and_is_there(way, finished):
    assert is_finished(way, COLUMNS) == finished


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ([IDEAS, BUILD], "Ideas → Build"),
        ([IDEAS, BUILD, REVIEW], "Ideas → Review"),
        ([REVIEW, BUILD], "back from Review to Build"),
        ([DONE, REVIEW], "reopened, now in Review"),
        ([BUILD, REVIEW, BUILD], "to Review and back to Build"),
        ([None, BUILD], "new in Build"),
        ([None, IDEAS, BUILD], "Ideas → Build"),
        ([None, IDEAS], ""),
        ([BUILD], ""),
        ([99], ""),
    ],
)
def test_a_way_in_words(way, words):
    assert way_says(way, COLUMNS) == words

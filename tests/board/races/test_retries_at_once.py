"""A client that tries again before it has an answer: carried out once, all answers the same."""

from functools import partial

import pytest

from board.models import Board, KeyUsedBefore, Move, Terms
from tests.board.books import assert_the_books_are_true
from tests.board.races.crowd import at_once, carried_out, refused

pytestmark = pytest.mark.django_db(transaction=True)

ONCE = Terms(key="once", fingerprint="the same request")
TRIES = 10


def test_a_move_tried_ten_times_at_once_is_carried_out_once(board, build, review, card_in, ada):
    card = card_in(build)
    board.limit_column(review, 1, by=ada)
    answers = at_once([partial(card.move_to, review, by=ada, terms=ONCE)] * TRIES)
    assert {(answer.column, answer.version) for answer in answers} == {(review, 2)}
    assert card.events.filter(kind="moved").count() == 1
    assert_the_books_are_true(board)


def test_a_card_is_created_once_however_often_it_is_asked_for_at_once(board, review, ada):
    board.limit_column(review, 1, by=ada)
    create = partial(board.create_card, "New", by=ada, column=review, terms=ONCE)
    answers = at_once([create] * TRIES)
    assert [answer.is_new for answer in answers].count(True) == 1
    assert {answer.number for answer in answers} == {1}
    assert review.cards.count() == 1
    assert_the_books_are_true(board)


def test_a_swap_tried_at_once_does_not_swap_back(board, build, review, card_in, ada):
    one, two = card_in(build), card_in(review)
    at_once([partial(one.swap_with, two, by=ada, terms=ONCE)] * TRIES)
    assert (one.as_now().column, two.as_now().column) == (review, build)
    assert_the_books_are_true(board)


def test_a_bulk_move_tried_at_once_is_carried_out_once(board, build, review, card_in, ada):
    cards = [card_in(build) for _ in range(3)]
    move = partial(board.move_all, [Move(card, review) for card in cards], by=ada, terms=ONCE)
    answers = at_once([move] * TRIES)
    assert all(answer == cards for answer in answers)
    assert board.events.filter(kind="moved").count() == 3
    assert_the_books_are_true(board)


def test_one_key_for_two_requests_at_once_is_good_for_one_of_them(
    board, build, review, done, card_in, ada
):
    card = card_in(build)
    answers = at_once(
        [
            partial(card.move_to, column, by=ada, terms=Terms(key="once", fingerprint=column.name))
            for column in (review, done)
        ]
    )
    [refusal] = refused(answers)
    assert isinstance(refusal, KeyUsedBefore)
    assert card.events.filter(kind="moved").count() == 1
    assert_the_books_are_true(board)


@pytest.mark.parametrize("trial", range(5))
def test_one_key_on_two_boards_at_once_is_good_for_one_of_them(board, build, ada, trial):
    other = Board.make("Pier", key="PIER", by=ada, columns=[("Do", "active"), ("Done", "done")])
    answers = at_once(
        [
            partial(
                each.create_card,
                "New",
                by=ada,
                column=column,
                terms=Terms(key="once", fingerprint=each.key),
            )
            for each, column in ((board, build), (other, other.columns.first()))
        ]
    )
    [refusal] = refused(answers)
    assert isinstance(refusal, KeyUsedBefore)
    [card] = carried_out(answers)
    assert board.cards.count() + other.cards.count() == 1
    assert_the_books_are_true(card.board)

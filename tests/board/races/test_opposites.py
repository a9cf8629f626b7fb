"""Two people want opposite things of one card at the same moment."""

from functools import partial

import pytest

from board.models import NotPossible, StaleCard, Terms
from tests.board.books import assert_the_books_are_true
from tests.board.races.crowd import at_once, carried_out, refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("trial", range(5))]


@pytest.fixture(autouse=True)
def the_books_stay_true(board):
    yield
    assert_the_books_are_true(board)


def test_undo_and_move_of_the_card_that_both_saw_are_not_both_done(
    build, review, done, card_in, ada, grace, trial
):
    card = card_in(build).move_to(review, by=ada)
    seen = Terms(expected_version=card.version)
    answers = at_once(
        [
            partial(card.undo, by=ada, terms=seen),
            partial(card.move_to, done, by=grace, terms=seen),
        ]
    )
    [refusal] = refused(answers)
    assert isinstance(refusal, StaleCard)
    assert carried_out(answers)[0].column == card.as_now().column
    assert refusal.card.column == card.as_now().column


def test_undo_into_a_slot_that_another_card_takes_at_that_moment_gets_it_or_not(
    board, build, review, done, card_in, ada, grace, trial
):
    card, other = card_in(review).move_to(done, by=ada), card_in(build)
    board.limit_column(review, 1, by=ada)
    answers = at_once([partial(card.undo, by=ada), partial(other.move_to, review, by=grace)])
    assert len(refused(answers)) == 1
    assert review.cards.count() == 1


def test_who_archives_wins_over_who_moves(build, review, card_in, ada, grace, trial):
    card = card_in(build)
    archived, moved = at_once(
        [partial(card.archive, by=ada), partial(card.move_to, review, by=grace)]
    )
    now = card.as_now()
    assert now.archived_at == archived.archived_at
    if isinstance(moved, NotPossible):
        assert now.column == build
    else:
        assert now.column == review


def test_two_restores_open_one_stay(build, card_in, ada, grace, trial):
    card = card_in(build).archive(by=ada)
    answers = at_once([partial(card.restore, by=person) for person in (ada, grace)])
    assert refused(answers) == []
    assert card.events.filter(kind="restored").count() == 1


def test_two_blocks_at_once_leave_one_reason(build, card_in, ada, grace, trial):
    card = card_in(build)
    answers = at_once(
        [
            partial(card.block, reason="no key", by=ada),
            partial(card.block, reason="no parts", by=grace),
        ]
    )
    [refusal] = refused(answers)
    assert isinstance(refusal, NotPossible)
    assert card.blocks.filter(unblocked_at=None).count() == 1


def test_two_swaps_that_share_a_card_do_not_lock_each_other_out(
    board, build, review, done, card_in, ada, grace, trial
):
    one, two, three = card_in(build), card_in(review), card_in(done)
    answers = at_once(
        [partial(one.swap_with, two, by=ada), partial(three.swap_with, one, by=grace)]
    )
    assert refused(answers) == []
    assert {card.column for card in board.cards.all()} == {build, review, done}

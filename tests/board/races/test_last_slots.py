"""Twenty people pull the last slots at once, and exactly the limit gets in."""

from functools import partial

import pytest

from board.models import Move, WipLimitReached
from tests.board.books import assert_the_books_are_true
from tests.board.races.crowd import at_once, carried_out, refused

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT = 3


@pytest.fixture(autouse=True)
def the_books_stay_true(board):
    yield
    assert_the_books_are_true(board)


def pull(cards, column, by):
    return [partial(card.move_to, column, by=by) for card in cards]


def assert_exactly_the_limit_got_in(answers, limit=LIMIT):
    assert len(carried_out(answers)) == limit
    assert {type(refusal) for refusal in refused(answers)} == {WipLimitReached}


@pytest.mark.parametrize("trial", range(3))
def test_a_column_lets_in_as_many_as_its_limit(board, review, cards, ada, trial):
    board.limit_column(review, LIMIT, by=ada)
    assert_exactly_the_limit_got_in(at_once(pull(cards, review, ada)))
    assert review.cards.count() == LIMIT


def test_a_column_takes_as_many_new_cards_as_its_limit(board, review, ada):
    board.limit_column(review, LIMIT, by=ada)
    create = partial(board.create_card, "New", by=ada, column=review)
    assert_exactly_the_limit_got_in(at_once([create] * 20))
    assert review.cards.count() == LIMIT


def test_columns_under_one_limit_let_in_as_many_as_it_allows_together(
    board, ideas, review, done, cards, ada
):
    testing = board.add_column("Testing", "active", by=ada)
    board.add_limit(maximum=LIMIT, columns=[review, testing], by=ada)
    answers = at_once(pull(cards[:10], review, ada) + pull(cards[10:], testing, ada))
    assert_exactly_the_limit_got_in(answers)
    assert review.cards.count() + testing.cards.count() == LIMIT


def test_a_person_is_assigned_as_many_cards_as_their_limit(board, cards, ada, grace):
    board.add_limit(maximum=LIMIT, each_person=True, by=ada)
    answers = at_once([partial(card.assign, grace, by=ada) for card in cards])
    assert_exactly_the_limit_got_in(answers)
    assert grace.cards.count() == LIMIT


def test_each_person_has_as_many_cards_as_their_limit_however_they_come_by_them(
    board, ideas, build, card_in, ada, grace
):
    board.add_limit(maximum=LIMIT, each_person=True, by=ada)
    of_ada = [card_in(ideas, assignees=[ada]) for _ in range(10)]
    unowned = [card_in(build) for _ in range(10)]
    answers = at_once(
        pull(of_ada, build, grace)
        + [partial(card.revise, title="Ours", assignees=[ada, grace], by=ada) for card in unowned]
    )
    assert_exactly_the_limit_got_in(answers)
    assert build.cards.filter(assignees=ada).count() == LIMIT
    assert build.cards.filter(assignees=grace, title="Ours").count() <= LIMIT


def test_a_class_of_service_lets_in_as_many_as_its_limit(board, cards, ada):
    expedite = board.class_of("expedite")
    board.add_limit(maximum=LIMIT, service_class=expedite, by=ada)
    answers = at_once([partial(card.reclassify, expedite, by=ada) for card in cards])
    assert_exactly_the_limit_got_in(answers)
    assert board.cards.filter(service_class=expedite).count() == LIMIT


def test_a_lane_lets_in_as_many_as_its_limit(board, cards, ada):
    lane = board.add_lane("Urgent", by=ada)
    board.add_limit(maximum=LIMIT, lane=lane, by=ada)
    answers = at_once([partial(card.revise, lane=lane, by=ada) for card in cards])
    assert_exactly_the_limit_got_in(answers)
    assert lane.cards.count() == LIMIT


def test_restored_and_reopened_cards_get_in_as_the_limit_allows(
    board, review, done, cards, card_in, ada
):
    archived = [card_in(review).archive(by=ada) for _ in range(8)]
    finished = [card_in(review).move_to(done, by=ada) for _ in range(8)]
    board.limit_column(review, LIMIT, by=ada)
    answers = at_once(
        [partial(card.restore, by=ada) for card in archived]
        + [partial(card.reopen, by=ada) for card in finished]
        + pull(cards[:4], review, ada)
    )
    assert_exactly_the_limit_got_in(answers)
    assert review.cards.on_the_board().count() == LIMIT


@pytest.mark.parametrize("trial", range(3))
def test_bulk_swap_and_single_moves_at_once_fill_a_column_to_its_limit(
    board, build, review, cards, card_in, ada, trial
):
    inside = [card_in(review) for _ in range(2)]
    board.limit_column(review, 7, by=ada)
    bulks = [
        partial(board.move_all, [Move(cards[at], review), Move(cards[at + 1], review)], by=ada)
        for at in range(0, 8, 2)
    ]
    swaps = [
        partial(card.swap_with, other, by=ada)
        for card, other in zip(cards[8:10], inside, strict=True)
    ]
    answers = at_once(bulks + swaps + pull(cards[10:], review, ada))
    assert review.cards.count() == 7
    assert carried_out(answers[4:6]) == answers[4:6]  # a swap is never in the way
    for number, answer in enumerate(answers[:4]):
        both = review.cards.filter(pk__in=[card.pk for card in cards[2 * number : 2 * number + 2]])
        assert both.count() == (0 if answer in refused(answers) else 2)

"""A lead lowers a limit while a team pulls, and nobody gets in over what it was at that moment."""

import itertools
import time
from functools import partial

import pytest

from board.models import Terms, WipLimitReached
from tests.board.books import assert_the_books_are_true
from tests.board.races.crowd import at_once, carried_out, patiently, refused

pytestmark = pytest.mark.django_db(transaction=True)


def pull_and_finish(cards, column, done, by):
    """One person's morning: pull each card, and now and then finish what got in."""
    answers = []
    for number, card in enumerate(cards):
        try:
            card = patiently(partial(card.move_to, column, by=by))
            answers.append(card)
            if number % 2:
                patiently(partial(card.move_to, done, by=by))
        except WipLimitReached as refusal:
            answers.append(refusal)
    return answers


def lower(board, column, maxima, by):
    for maximum in maxima:
        time.sleep(0.02)
        patiently(partial(board.limit_column, column, maximum, by=by))


def entries_over_the_limit(board, column):
    """By the log, whose order is that of the lock: who came in over the maximum of that moment."""
    inside, maximum, over = set(), None, []
    for event in board.events.order_by("number"):
        if event.kind in ("limit_added", "limit_changed"):
            maximum = event.data["maximum"]
        elif event.kind in ("created", "moved"):
            before = len(inside)
            inside.discard(event.card_id)
            if event.data["column"] == column.pk:
                inside.add(event.card_id)
            if maximum is not None and len(inside) > max(maximum, before):
                over.append(event)
    return over


def test_nobody_gets_in_over_a_limit_that_was_lowered_while_they_pulled(
    board, build, review, done, card_in, ada, grace
):
    cards = [card_in(build) for _ in range(40)]
    board.limit_column(review, 8, by=ada)
    teams = [cards[at::4] for at in range(4)]
    answers = at_once(
        [partial(lower, board, review, [6, 5, 4, 3, 2, 1], ada)]
        + [partial(pull_and_finish, team, review, done, grace) for team in teams]
    )
    pulls = list(itertools.chain.from_iterable(answers[1:]))
    assert carried_out(pulls)
    assert refused(pulls)
    assert board.events.filter(kind="limit_changed").count() == 6
    assert entries_over_the_limit(board, review) == []
    assert_the_books_are_true(board)


def test_a_pull_that_starts_after_a_limit_was_lowered_does_not_get_in_over_it(
    board, review, cards, ada
):
    board.limit_column(review, 10, by=ada)
    for maximum in (6, 4, 2):
        board.limit_column(review, maximum, by=ada)
        there = review.cards.count()
        team, cards = cards[:6], cards[6:]
        at_once([partial(card.move_to, review, by=ada) for card in team])
        assert review.cards.count() == max(there, maximum)


def test_who_saw_a_limit_before_it_was_changed_does_not_override_it(board, review, cards, ada):
    """The reason speaks of the version that was seen: the race is won by one of the two."""
    for card in cards[:5]:
        limit = board.limit_column(review, 0, by=ada, mode="reason")
        seen = Terms(override_reason="it burns", limit_versions={limit.pk: limit.version})
        changed = partial(board.change_limit, limit, by=ada, members_may_override=False)
        pulled, _ = at_once([partial(card.move_to, review, by=ada, terms=seen), changed])
        order = list(board.events.order_by("-number").values_list("kind", flat=True)[:2])
        if order == ["limit_changed", "moved"]:
            assert pulled.column == review
        else:
            assert isinstance(pulled, WipLimitReached)
        board.limit_column(review, None, by=ada)
    assert_the_books_are_true(board)

"""A request that comes twice is carried out once."""

import pytest

from board.models import KeyUsedBefore, StaleCard, Terms, WipLimitReached

ONCE = Terms(key="7d1f", fingerprint="move SLU-1 to Review")


def test_a_retry_gets_the_card_as_it_is_now_and_records_nothing(
    board, build, review, done, card_in, ada
):
    card = card_in(build)
    card.move_to(review, by=ada, terms=ONCE)
    card.move_to(done, by=ada)
    before = board.events.count()
    assert card.move_to(review, by=ada, terms=ONCE).column == done
    assert board.events.count() == before


def test_a_retry_with_the_version_it_saw_is_not_stale(build, review, card_in, ada):
    card = card_in(build)
    terms = Terms(key="7d1f", fingerprint="f", expected_version=card.version)
    card.move_to(review, by=ada, terms=terms)
    assert card.move_to(review, by=ada, terms=terms).column == review


def test_a_key_used_for_another_request_is_refused(build, review, card_in, ada):
    card = card_in(build)
    card.move_to(review, by=ada, terms=ONCE)
    with pytest.raises(KeyUsedBefore):
        card.move_to(build, by=ada, terms=Terms(key="7d1f", fingerprint="something else"))


def test_a_key_belongs_to_one_person(build, review, card_in, ada, grace):
    card = card_in(build)
    card.move_to(review, by=ada, terms=ONCE)
    assert card.move_to(build, by=grace, terms=ONCE).column == build


def test_a_refusal_is_not_stored(board, full_review, build, done, card_in, ada):
    card = card_in(build)
    with pytest.raises(WipLimitReached):
        card.move_to(full_review, by=ada, terms=ONCE)
    full_review.cards.first().move_to(done, by=ada)
    assert card.move_to(full_review, by=ada, terms=ONCE).column == full_review


def test_a_card_is_created_once(board, build, ada):
    first = board.create_card("Once", column=build, by=ada, terms=ONCE)
    again = board.create_card("Once", column=build, by=ada, terms=ONCE)
    assert first == again
    assert (first.is_new, again.is_new) == (True, False)
    assert board.cards.count() == 1


def test_a_card_that_moved_on_is_stale(build, review, card_in, ada):
    card = card_in(build)
    seen = Terms(expected_version=card.version)
    card.move_to(review, by=ada)
    with pytest.raises(StaleCard, match="SLU-1 has changed since you looked at it") as stale:
        card.move_to(build, by=ada, terms=seen)
    assert stale.value.card.column == review

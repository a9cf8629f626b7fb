"""A request that comes twice is carried out once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import AnsweredKey, KeyUsedBefore, StaleCard, Terms, WipLimitReached
from board.models.answered_key import KEPT
from board.tasks import forget_answered_keys

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


def test_a_move_that_changed_nothing_is_never_carried_out_later(
    board, build, review, card_in, ada, grace
):
    card = card_in(build)
    card.move_to(build, by=ada, terms=ONCE)
    card.move_to(review, by=grace)
    before = board.events.count()
    assert card.move_to(build, by=ada, terms=ONCE).column == review
    assert board.events.count() == before


def test_a_key_of_a_request_that_changed_nothing_is_good_for_no_other(build, card_in, ada):
    card = card_in(build)
    card.move_to(build, by=ada, terms=ONCE)
    with pytest.raises(KeyUsedBefore):
        card.archive(by=ada, terms=Terms(key=ONCE.key, fingerprint="archive SLU-1"))
    assert card.as_now().archived_at is None


def test_a_request_without_a_key_keeps_none(build, card_in, ada):
    card_in(build).move_to(build, by=ada)
    assert not AnsweredKey.objects.exists()


def test_keys_that_changed_nothing_are_forgotten_after_a_week(build, card_in, ada):
    card = card_in(build)
    old, new = (Terms(key=key, fingerprint="f") for key in ("old", "new"))
    for terms in (old, new):
        card.move_to(build, by=ada, terms=terms)
    AnsweredKey.objects.filter(key="old").update(at=timezone.now() - KEPT - timedelta(seconds=1))
    forget_answered_keys()
    assert [kept.key for kept in AnsweredKey.objects.all()] == ["new"]


def test_one_person_has_a_bounded_number_of_them(monkeypatch, build, card_in, ada, grace):
    monkeypatch.setattr("board.models.answered_key.MOST", 2)
    card = card_in(build)
    for number in range(4):
        card.move_to(build, by=ada, terms=Terms(key=f"{number}", fingerprint="f"))
    card.move_to(build, by=grace, terms=Terms(key="hers", fingerprint="f"))
    forget_answered_keys()
    kept = AnsweredKey.objects.order_by("pk").values_list("key", flat=True)
    assert list(kept) == ["2", "3", "hers"]

"""One step down after 28 clean days, never by itself; an override begins the count anew."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from board.models import Event, Override, Terms
from flow.improvement import ratchet
from flow.improvement.refusals import NothingProposed


@pytest.fixture
def limit(board, build, ada):
    return board.limit_column(build, 4, by=ada, mode="reason")


@pytest.fixture
def days_pass(board):
    def put_back(days: int) -> None:
        Event.objects.filter(board=board).update(at=F("at") - timedelta(days=days))
        Override.objects.update(at=F("at") - timedelta(days=days))

    return put_back


@pytest.fixture
def asked(board):
    """What is proposed to a board that is read anew."""
    return lambda: ratchet.proposal(type(board).objects.get(pk=board.pk))


@pytest.mark.parametrize(("days", "proposes"), [(27, False), (28, True)])
def test_after_28_clean_days_one_place_fewer_is_proposed(limit, days_pass, asked, days, proposes):
    days_pass(days)
    found = asked()
    assert (found is not None) == proposes
    if found:
        assert (found.limit, found.was, found.to) == (limit, 4, 3)
        assert "No limit was passed for four weeks." in found.because


def test_nothing_is_applied_by_itself_and_an_answer_is_for_four_weeks(
    limit, board, days_pass, asked, ada
):
    days_pass(28)
    assert asked()
    limit.refresh_from_db()
    assert limit.maximum == 4
    ratchet.accept(board, by=ada)
    limit.refresh_from_db()
    assert limit.maximum == 3
    assert asked() is None
    with pytest.raises(NothingProposed):
        ratchet.accept(board, by=ada)
    days_pass(28)
    ratchet.not_now(board, by=ada)
    assert asked() is None
    days_pass(28)
    assert asked().to == 2


def test_an_override_begins_the_count_anew(limit, board, build, card_in, days_pass, asked, ada):
    for _ in range(4):
        card_in(build)
    days_pass(20)
    terms = Terms(override_reason="Now", limit_versions={limit.pk: limit.version})
    card_in(build, terms=terms)
    days_pass(20)
    assert asked() is None
    days_pass(8)
    assert asked().to == 3


def test_fewer_finished_cards_propose_nothing(limit, board, days_pass, asked, monkeypatch):
    days_pass(28)
    monkeypatch.setattr(ratchet, "finished", lambda board, now: (3, 4))
    assert asked() is None
    monkeypatch.setattr(ratchet, "finished", lambda board, now: (4, 4))
    assert asked() is not None


def test_a_gate_that_is_met_less_is_lowered_first(limit, board, review, ada, days_pass, asked):
    other = board.limit_column(review, 2, by=ada)
    days_pass(28)
    board.refused.create(limit=limit, on=board.day_of(timezone.now()))
    assert asked().limit == other

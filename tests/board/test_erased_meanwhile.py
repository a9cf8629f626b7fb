"""What was there when it was fetched, and is erased before the change takes its lock."""

import pytest

from board.models import Board
from flow.metrics.ledger.digests import catch_up
from tests.board.api.conftest import api, calls

__all__ = ["api", "calls"]


@pytest.fixture
def erased_meanwhile(board, monkeypatch):
    """The board is erased as soon as somebody asks for its lock."""

    def erase_and_lock(boards, pk):
        monkeypatch.undo()
        Board.objects.get(pk=pk).erase()
        return boards.locked(pk)

    monkeypatch.setattr(type(Board.objects.all()), "locked", erase_and_lock)


def test_a_page_says_that_it_is_not_there(browser_of, grace, build, card_in, erased_meanwhile):
    browser = browser_of(grace)
    answer = browser.post("/boards/SLU/cards/", {"title": "Dredge", "column": build.pk})
    assert answer.status_code == 404


def test_the_api_says_that_it_is_not_there(api, erased_meanwhile):
    answer = api.post("/boards/SLU/cards", title="Dredge", column="Build")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_digest_leaves_it_alone(board, build, card_in, monkeypatch):
    card_in(build)
    catch_up(board.pk)
    card_in(build)
    monkeypatch.setattr(Board.objects.all().__class__, "filter", lambda boards, **_: boards.none())
    assert catch_up(board.pk) is None


@pytest.fixture
def card(build, card_in):
    return card_in(build)


def test_a_card_on_it_cannot_be_moved(card, review, ada, erased_meanwhile):
    with pytest.raises(Board.DoesNotExist):
        card.move_to(review, by=ada)

"""What goes wrong is said in the look of the product, and tells nothing that is not theirs to know."""

import pytest
from django.test import Client


def test_what_is_not_there_is_said(browser_of, ada):
    answer = browser_of(ada).get("/boards/NOWHERE/")
    assert answer.status_code == 404
    assert "This does not exist, or you do not have access to it." in answer.content.decode()


def test_what_a_viewer_may_not_do_is_said(ask, card_in, build, vera):
    answer = ask(vera, "archive", card_in(build))
    assert answer.status_code == 403
    assert "You can view this board, but not change it." in answer.content.decode()


def test_a_form_that_is_too_old_is_said(board, ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    answer = client.post("/boards/new/", {"name": "X", "key": "XX"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_what_broke_is_said_without_its_cause(browser_of, ada, board, monkeypatch):
    def break_down(*_):
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("board.views.boards.Picture", break_down)
    client = browser_of(ada)
    client.raise_request_exception = False
    answer = client.get(f"/boards/{board.key}/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "secret cause" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/boards/slu/", "/boards/SLU/cards/x/", "/boards/SLU%00/"])
def test_an_address_that_looks_like_nothing_is_not_found(browser_of, ada, board, path):
    assert browser_of(ada).get(path).status_code == 404


def test_a_card_number_that_no_card_can_have_is_not_found(browser_of, ada, board):
    assert browser_of(ada).get(f"/boards/SLU/cards/{'9' * 30}/").status_code == 404

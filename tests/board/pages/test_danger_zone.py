"""A lead archives a board, restores it, and deletes it by typing its key."""

import re

import pytest
from django.urls import reverse

from board.models import Board
from board.tasks import delete_withdrawn_boards


@pytest.fixture
def post(board, browser_of, ada):
    def asked(page, /, **said):
        return browser_of(ada).post(reverse(page, args=[board.key]), said)

    return asked


@pytest.fixture
def archived(board, ada) -> Board:
    return board.archive(by=ada)


def shown(client, path) -> str:
    return client.get(path).content.decode()


def test_an_archived_board_leaves_the_list_and_is_found_below_it(board, post, browser_of, grace):
    assert post("archive-board")["Location"] == "/boards/SLU/settings/board/"
    page = shown(browser_of(grace), "/")
    assert "board-row" not in page
    assert "1 archived board" in page
    assert '<a href="/boards/SLU/">' in page


@pytest.mark.parametrize(
    "path", ["", "settings/", "settings/parts/", "settings/changes/", "people/", "archive/"]
)
def test_its_pages_can_be_read_and_offer_no_change(path, archived, build, browser_of, ada):
    page = shown(browser_of(ada), f"/boards/SLU/{path}")
    assert "This board was archived on" in page
    forms = re.findall(r'<form[^>]+method="post"[^>]+action="/boards/.*?</form>', page, re.DOTALL)
    assert all("<fieldset" in form and " disabled>" in form for form in forms)


def test_a_change_from_a_page_that_was_open_is_refused_in_words(
    board, build, review, card_in, ask, ada, grace
):
    card = card_in(build)
    board.archive(by=ada)
    answer = ask(grace, "move", card, column=review.pk)
    assert answer.status_code == 403
    assert "This board is archived" in answer.content.decode()
    assert card.as_now().column == build


def test_an_open_page_is_told_to_load_anew(archived, browser_of, grace):
    changes = browser_of(grace).get(f"/boards/SLU/changes/?since={archived.version - 1}")
    assert changes["HX-Refresh"] == "true"


def test_a_lead_restores_it(archived, post, board):
    assert post("restore-board")["Location"] == "/boards/SLU/"
    assert Board.objects.get().archived_at is None


def test_its_name_cannot_be_changed_meanwhile(archived, post):
    answer = post("about-board", name="Port", time_zone="UTC")
    assert answer.status_code == 422
    assert Board.objects.get().name == "Harbour"


@pytest.mark.parametrize("typed", ["", "SLUICE", "Harbour"])
def test_it_is_not_deleted_unless_its_key_is_typed(typed, post, board):
    answer = post("delete-board", key=typed)
    assert answer.status_code == 422
    assert Board.objects.filter(pk=board.pk).exists()


@pytest.mark.parametrize("typed", ["SLU", "slu "])
def test_whoever_types_the_key_deletes_it_for_good(typed, post, board, browser_of, ada):
    assert post("delete-board", key=typed)["Location"] == "/"
    assert browser_of(ada).get("/boards/SLU/").status_code == 404
    delete_withdrawn_boards()
    assert not Board.objects.filter(pk=board.pk).exists()


def test_the_log_says_who_archived_and_restored_it(board, post, browser_of, ada):
    post("archive-board"), post("restore-board")
    page = shown(browser_of(ada), "/boards/SLU/settings/changes/")
    assert page.index("restored the board") < page.index("archived the board")

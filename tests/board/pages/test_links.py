"""The links of a card on its page and on its face."""

import pytest

from board.models import Board, CardLink, Role
from tests.board.pages.conftest import HX
from tests.cast import COLUMNS


@pytest.fixture
def cards(board, build, card_in):
    return [card_in(build, f"Card {number}") for number in (1, 2)]


@pytest.fixture
def crane(ada):
    quay = Board.make("Quay", key="QUA", by=ada, columns=COLUMNS)
    return quay.create_card("Secret crane", by=ada, column=quay.columns.get(name="Build"))


@pytest.fixture
def link(browser_of):
    """Post the form of a card: `link(grace, 1, kind="blocks", card="SLU-2")`."""

    def post(person, number, hx=False, **said):
        url = f"/boards/SLU/cards/{number}/links/"
        return browser_of(person).post(url, said, headers=HX if hx else {})

    return post


def face_of(number, html):
    return html.split(f'id="card-{number}"')[1].split("</li>")[0]


def test_a_link_is_made_and_removed_by_a_plain_form(cards, link, browser_of, grace):
    answer = link(grace, 1, kind="is_blocked_by", card="slu-2")
    assert answer.status_code == 302
    made = CardLink.objects.get()
    page = browser_of(grace).get("/boards/SLU/cards/1/").content.decode()
    assert 'title="Card 2"' in page
    assert "Remove the link: waits for SLU-2" in page
    other = browser_of(grace).get("/boards/SLU/cards/2/").content.decode()
    assert "Remove the link: blocks SLU-1" in other
    browser_of(grace).post(f"/boards/SLU/cards/2/links/{made.pk}/remove/")
    assert not CardLink.objects.exists()


def test_a_card_that_waits_says_so_on_its_face_until_the_other_is_done(
    cards, browser_of, grace, ada, done, django_capture_on_commit_callbacks
):
    cards[0].link_to(cards[1], "is_blocked_by", by=ada)
    see = browser_of(grace)
    assert "Waits for SLU-2" in face_of(1, see.get("/boards/SLU/").content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        cards[1].move_to(done, by=ada)
    assert "Waits for" not in see.get("/boards/SLU/").content.decode()
    assert "waited for" in see.get("/boards/SLU/cards/1/").content.decode()
    assert "blocked SLU-1" in see.get("/boards/SLU/cards/2/").content.decode()


def test_a_card_of_another_board_has_no_name_on_the_board_nor_for_who_may_not_see_it(
    cards, browser_of, grace, ada, crane
):
    cards[0].link_to(crane, "is_blocked_by", by=ada, unblocks=True)
    cards[0].link_to(cards[1], "is_blocked_by", by=ada)
    for person, sees in ((ada, True), (grace, False)):
        see = browser_of(person)
        board = see.get("/boards/SLU/").content.decode()
        assert "Waits for SLU-2, a card of another board" in face_of(1, board)
        assert "QUA-1" not in board
        page = see.get("/boards/SLU/cards/1/").content.decode()
        assert ("QUA-1" in page) is sees
        assert ("Secret crane" in page) is sees
    assert "linked it: waits for a card of another board" in page


def test_what_is_wrong_is_said_at_the_field(cards, link, grace):
    answer = link(grace, 1, kind="blocks", card="SLU-9")
    assert answer.status_code == 422
    assert "There is no card SLU-9, or you do not have access to it." in answer.content.decode()
    assert link(grace, 1, hx=True, kind="x", card="").status_code == 422


def test_a_circle_is_said_in_words(cards, link, grace, ada):
    cards[0].link_to(cards[1], "is_blocked_by", by=ada)
    answer = link(grace, 2, hx=True, back="sheet", kind="is_blocked_by", card="SLU-1")
    assert answer.status_code == 409
    assert "SLU-2 would wait for SLU-1, which waits for SLU-2." in answer.content.decode()


def test_both_faces_are_drawn_anew_where_both_are_on_the_board(cards, link, grace):
    answer = link(grace, 2, hx=True, back="sheet", kind="blocks", card="SLU-1")
    html = answer.content.decode()
    assert "Waits for SLU-2" in face_of(1, html)
    assert "SLU-2 is linked." in html


def test_who_looks_on_sees_the_links_and_no_form(cards, browser_of, vera, ada):
    cards[0].link_to(cards[1], "relates_to", by=ada)
    page = browser_of(vera).get("/boards/SLU/cards/1/").content.decode()
    assert "relates to" in page
    assert "Remove the link" not in page
    assert 'action="/boards/SLU/cards/1/links/"' not in page


def test_a_member_of_this_board_removes_a_link_to_a_board_that_they_do_not_know(
    cards, browser_of, grace, ada, crane
):
    made = cards[0].link_to(crane, "relates_to", by=ada)
    assert crane.board.role_of(grace) is None
    answer = browser_of(grace).post(f"/boards/SLU/cards/1/links/{made.pk}/remove/")
    assert answer.status_code == 302
    assert not CardLink.objects.exists()
    assert crane.events.last().by is None  # the other board does not learn a stranger's name


def test_a_viewer_of_the_other_board_links_nothing_there(cards, link, grace, crane, ada):
    crane.board.add_member(grace, Role.VIEWER, by=ada)
    assert link(grace, 1, kind="blocks", card="QUA-1").status_code == 403

"""A drawn piece of the board's page is kept as long as nothing in it changes, and is for everybody."""

import re
from dataclasses import fields, is_dataclass

import pytest
from django.test import Client
from django.utils import translation

from board.display import piece
from board.display.page.column_pieces import Adding
from board.display.page.picture import Picture
from tests.board.pages.conftest import HX


@pytest.fixture
def page(browser_of, ada, board, build, review, card_in):
    """The board's page as Ada sees it now: one may be pulled into Review, two are in her hands."""
    board.limit_column(review, 3, by=ada)
    board.add_limit(by=ada, maximum=5, each_person=True)
    card_in(build, assignees=[ada]), card_in(build, assignees=[ada])

    def look() -> str:
        return browser_of(ada).get("/boards/SLU/").content.decode()

    look()  # its pieces are drawn once, and kept
    return look


def test_a_piece_is_drawn_once(page):
    before = piece.drawn.cache_info().misses
    page()
    assert piece.drawn.cache_info().misses == before


CHANGES = {
    "a column's name": (lambda b, c, r, a: r.revise(name="Check", by=a), ">Check</h2>"),
    "a policy": (lambda b, c, r, a: r.revise(policy="Two have read it", by=a), "Two have read it"),
    "a pace": (lambda b, c, r, a: r.set_pace((2, 4, 6, 8), by=a), "85 % by day 6"),
    "a limit": (lambda b, c, r, a: b.limit_column(r, 2, by=a), "<b>0/2</b>"),
    "who is next": (lambda b, c, r, a: c.move_to(r, by=a), "2 free: pull SLU-2"),
    "an assignment": (lambda b, c, r, a: c.assign(by=a), "<b>1/5</b>"),
    "an expectation": (lambda b, c, r, a: b.set_sle(7, percent=85, by=a), "within 7 days"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_shown_at_once(page, board, review, ada, what):
    change, words = CHANGES[what]
    assert words not in page()
    change(board, board.cards.get(number=1), review, ada)
    assert words in page()


def test_a_persons_name_is_shown_at_once(page, ada):
    ada.name = "Countess"
    ada.save()
    assert "Countess</" in page()


def test_everybody_gets_a_token_of_their_own(page):
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page()) for _ in range(2)]
    assert all(tokens)
    assert not set(tokens[0]) & set(tokens[1])


def test_a_form_that_was_drawn_for_somebody_else_works(page, grace, review):
    page()
    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    form = client.get("/boards/SLU/").content.decode().split('class="slot"')[1]
    said = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = client.post("/boards/SLU/cards/1/move/", {**said, "column": review.pk}, headers=HX)
    assert answer.status_code == 200


def test_each_language_has_its_own():
    adding = Adding("SLU", column_id=1, name="Build", lane_id=1)
    before = piece.drawn.cache_info().misses
    for language in ("en", "de", "en"):
        with translation.override(language):
            assert adding.drawn
    assert piece.drawn.cache_info().misses == before + 2


def test_a_piece_is_made_of_plain_values(page, board):
    """A model is equal to itself however it has changed, and words may be translated later."""
    picture = Picture(board)
    each_column = [piece for each in picture.columns for piece in (each.head, each.room)]
    pieces = [picture.strip, *each_column, *(each.adding for each in picture.columns)]
    drawn = [each for each in pieces if each is not None]
    assert len(drawn) >= 2 * len(picture.columns) > 0
    for each in drawn:
        assert set(map(type, leaves(each))) <= {str, int, bool, type(None)}


def leaves(value):
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, tuple | list):
        for each in value:
            yield from leaves(each)
    else:
        yield value

"""A drawn face of a card is kept as long as nothing of it changes, and not a moment longer."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from board.display.page import drawn_face, face
from board.models import Terms


@pytest.fixture
def card(board, build, card_in, ada):
    build.set_pace((2, 4, 6, 8), by=ada)
    return card_in(build, "Tide times", labels=["map"], assignees=[ada])


@pytest.fixture
def drawn(browser_of, grace, card):
    """The card as the page shows it now."""

    def look() -> str:
        html = browser_of(grace).get("/boards/SLU/").content.decode()
        return html.split(f'id="card-{card.number}"')[1].split("</li>")[0]

    look()  # it is drawn once, and kept
    return look


def test_a_face_is_drawn_once(drawn):
    drawn()
    before = face.drawn.cache_info().misses
    drawn()
    assert face.drawn.cache_info().misses == before


def rename_person(card, board, ada):
    ada.name = "Countess"
    ada.save()


def other(card):
    return card.board.create_card("Other", by=card.created_by, column=card.column)


CHANGES = {
    "a title": (lambda c, b, a: c.revise(title="Berths", by=a), "Berths"),
    "a due date": (lambda c, b, a: c.revise(due_on=timezone.now().date(), by=a), "Due"),
    "a label more": (lambda c, b, a: c.revise(labels=["map", "tides"], by=a), ">tides<"),
    "a label's name": (lambda c, b, a: b.rename_label(b.labels.get(), "charts", by=a), ">charts<"),
    "a person's name": (lambda c, b, a: rename_person(c, b, a), "Countess"),
    "a comment": (lambda c, b, a: c.comment("Tides turn", by=a), "#comment"),
    "a block": (lambda c, b, a: c.block(reason="no key", by=a), "no key"),
    "a wait": (lambda c, b, a: c.link_to(other(c), "is_blocked_by", by=a), "Waits for SLU-2"),
    "a class": (lambda c, b, a: c.reclassify(b.class_of("intangible"), by=a), "Intangible"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_shown_at_once(drawn, card, board, ada, what):
    change, words = CHANGES[what]
    assert words not in drawn()
    change(card, board, ada)
    assert words in drawn()


def test_what_is_taken_away_is_shown_no_more(drawn, card, board, ada):
    card.block(reason="no key", by=ada)
    assert "no key" in drawn()
    card.as_now().unblock(by=ada)
    board.remove_label(board.labels.get(), by=ada)
    html = drawn()
    assert "no key" not in html
    assert ">map<" not in html


def test_an_override_is_shown_until_it_ends(drawn, card, board, build, review, ada, card_in):
    board.limit_column(review, 1, by=ada, mode="reason")
    card_in(review)
    board.refresh_from_db()
    [limit] = board.limits.all()
    terms = Terms(override_reason="the audit", limit_versions={limit.pk: limit.version})
    card.move_to(review, by=ada, terms=terms)
    assert "the audit" in drawn()
    board.remove_limit(limit, by=ada)
    assert "the audit" not in drawn()


def test_the_pace_of_its_column_is_its_heat_at_once(drawn, build, ada):
    assert 'data-heat="0"' in drawn()
    build.set_pace((1, 4, 6, 8), by=ada)
    assert 'data-heat="1"' in drawn()


def test_a_new_day_makes_it_a_day_older(drawn):
    assert "1 d<" in drawn()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        html = drawn()
    assert "4 d<" in html
    assert 'data-heat="2"' in html


def test_the_time_zone_of_the_board_says_which_day_it_is(board, build, ada, browser_of, card_in):
    with time_machine.travel("2026-11-23 23:30Z", tick=False):
        card_in(build)
    with time_machine.travel("2026-11-24 00:30Z", tick=False):
        client = browser_of(ada)
        assert "2 d<" in client.get("/boards/SLU/").content.decode()
        board.revise(time_zone="Pacific/Honolulu", by=ada)
        assert "1 d<" in client.get("/boards/SLU/").content.decode()


def test_cards_that_look_alike_keep_their_own_words(board, build, card_in, ada, grace, browser_of):
    card_in(build, "Tide <times>", labels=["map"], assignees=[ada], due_on=date(2031, 3, 4))
    card_in(build, "Berths & cranes", labels=["log"], assignees=[grace], due_on=date(2031, 5, 6))
    outlines = drawn_face._outline.cache_info().misses
    html = browser_of(ada).get("/boards/SLU/").content.decode()
    one, other = (html.split(f'id="card-{number}"')[1].split("</li>")[0] for number in (1, 2))
    for words in ("Tide &lt;times&gt;", "SLU-1", "/cards/1/", ">map<", 'title="Ada"', "4 Mar"):
        assert words in one
        assert words not in other
    for words in ("Berths &amp; cranes", "SLU-2", "/cards/2/", ">log<", 'title="Grace"', "6 May"):
        assert words in other
        assert words not in one
    assert drawn_face._outline.cache_info().misses <= outlines + 1


def test_what_is_filled_in_is_what_the_template_says(board, build, card_in, ada, browser_of):
    """A mark that somebody types is text as any other."""
    mark = chr(drawn_face.FIRST_MARK + 1)
    card_in(build, f"{mark} {drawn_face.NUMBER} %s {{0}}", labels=[mark])
    html = browser_of(ada).get("/boards/SLU/").content.decode()
    assert f">{mark} {drawn_face.NUMBER} %s {{0}}</a>" in html
    assert f">{mark}<" in html

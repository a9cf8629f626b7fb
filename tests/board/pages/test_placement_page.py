"""The menu of a card says where it may go, in words, and asks for it with plain forms."""

import re

import pytest
from django.urls import reverse

from board.models import Role

HX = {"HX-Request": "true"}


@pytest.fixture
def menu_for(browser_of):
    """What somebody sees in a card's menu: `menu_for(grace, card)`."""

    def ask(person, card, **headers):
        url = reverse("placement", args=[card.board.key, card.number])
        answer = browser_of(person).get(url, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def ways(html):
    """What each button says, by the name of its column."""
    said = {}
    for button in html.split('<button class="way"')[1:]:
        drop = button.split('data-drop="')[1].split('"')[0]
        name = button.split("<b>")[1].split("</b>")[0]
        words = button.split("<span><strong>")[1].split("</span>")[0].replace("</strong>", "")
        said[re.sub(r"<.*?>", "", name)] = (drop, re.sub(r"<.*?>", "", words))
    return said


def test_a_full_column_says_no_and_why(menu_for, grace, card_in, build, full_review):
    said = ways(menu_for(grace, card_in(build)))
    assert said["Review"] == ("refuses", "Cannot go here · Review is full, 3 of 3.")
    assert said["Done"] == ("takes", "Can go here")
    assert said["Build"] == ("here", "It is here")


def test_a_column_that_lets_in_for_a_reason_says_so(
    menu_for, grace, card_in, build, reasons_allowed
):
    said = ways(menu_for(grace, card_in(build)))
    assert said["Review"] == ("reason", "Needs a reason · Review is full, 3 of 3.")


def test_a_column_with_room_says_how_much(menu_for, grace, ada, board, card_in, build, review):
    board.limit_column(review, 2, by=ada)
    assert ways(menu_for(grace, card_in(build)))["Review"] == ("takes", "Can go here · 2 free")


def test_the_cards_own_lane_comes_first_and_has_the_digits(menu_for, grace, ada, board, ideas):
    boats = board.add_lane("Boats", by=ada)
    card = board.create_card("Row", column=ideas, lane=boats, by=ada)
    html = re.sub(r"</?bdi>", "", menu_for(grace, card))
    assert html.index("in Boats") < html.index("in Standard")
    assert html.count("data-digit") == 4
    assert html.count("data-drop=") == 8


def test_a_page_that_draws_for_itself_gets_the_menu_alone(menu_for, grace, card_in, build):
    card = card_in(build)
    assert "<title>" in menu_for(grace, card)
    assert "<title>" not in menu_for(grace, card, **HX)
    assert 'data-number="1"' in menu_for(grace, card, **HX)


def test_a_blocked_card_can_be_unblocked_from_its_menu(menu_for, grace, ada, card_in, build):
    card = card_in(build).block(reason="no key <yet>", by=ada)
    html = menu_for(grace, card)
    assert "no key &lt;yet&gt;" in html
    assert reverse("unblock", args=[card.board.key, card.number]) in html


def test_an_archived_card_goes_nowhere(menu_for, grace, ada, card_in, build):
    card = card_in(build).archive(by=ada)
    said = ways(menu_for(grace, card))
    assert said["Review"] == ("refuses", "Cannot go here · SLU-1 is archived. Restore it first.")


def test_the_menu_takes_a_number_of_statements_that_no_card_adds_to(
    browser_of, grace, ada, board, card_in, build, review, django_assert_max_num_queries
):
    board.limit_column(review, 3, by=ada)
    card = card_in(build)
    for _ in range(20):
        card_in(build, assignees=[ada])
    visitor = browser_of(grace)
    with django_assert_max_num_queries(15):
        visitor.get(reverse("placement", args=[board.key, card.number]))


def test_cards_have_no_menu_for_who_only_looks(browser_of, vera, grace, board, card_in, build):
    card_in(build)
    page = reverse("board", args=[board.key])
    assert board.role_of(vera) == Role.VIEWER
    assert "card__menu" not in browser_of(vera).get(page).content.decode()
    assert "card__menu" in browser_of(grace).get(page).content.decode()

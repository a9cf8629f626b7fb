"""A card is dragged, and the server decides."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def drag(page):
    """Drag a card onto a column, as a hand does: down, a little, there, up."""

    def to_column(card, column):
        held = page.locator(f"#card-{card.number}").bounding_box()
        goal = page.locator(f"#column-{column.pk} .cards").first.bounding_box()
        page.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
        page.mouse.down()
        page.mouse.move(held["x"] + held["width"] / 2 + 12, held["y"] + 12, steps=4)
        page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] - 8, steps=12)
        page.mouse.up()

    return to_column


@pytest.fixture
def at_the_board(sign_in, live_server, board):
    def open_as(person):
        page = sign_in(person)
        page.goto(f"{live_server.url}/boards/{board.key}/")
        return page

    return open_as


def test_a_card_is_dragged_into_another_column(at_the_board, drag, grace, card_in, build, review):
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, review)
    expect(page.locator("#notices")).to_contain_text("SLU-1 is in Review.")
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    expect(page.locator(f"#head-{review.pk} b")).to_have_text("1")
    expect(page.locator(f"#head-{build.pk} b")).to_have_text("0")
    assert card.as_now().column == review


def test_a_full_column_gives_the_card_back_and_says_why(
    at_the_board, drag, grace, card_in, build, full_review
):
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, full_review)
    expect(page.locator("#notices")).to_contain_text("Review is full, 3 of 3. Oldest there: SLU-1")
    expect(page.locator(f"#column-{build.pk} #card-4")).to_be_visible()
    expect(page.locator("#card-4 a")).to_be_focused()
    assert card.as_now().column == build

"""The menu of a card: moved, blocked and opened from the board, without opening the card."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def menu(page):
    return page.get_by_role("dialog")


def open_menu(page, number=1):
    page.locator(f"#card-{number}").hover()
    page.locator(f"#card-{number} .card__menu").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_card_is_moved_from_its_menu(at_the_board, menu, grace, card_in, build, review):
    card = card_in(build)
    page = at_the_board(grace)
    open_menu(page)
    menu.get_by_role("button", name="Review").click()
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    expect(menu).to_be_hidden()
    expect(page.locator("#card-1 .card__title a")).to_be_focused()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    assert card.as_now().column == review


def test_the_menu_says_no_and_asking_all_the_same_explains_itself(
    at_the_board, menu, grace, card_in, build, full_review
):
    card_in(build)
    page = at_the_board(grace)
    open_menu(page, 4)
    review = menu.get_by_role("button", name="Review")
    expect(review).to_contain_text("Cannot go here · Review is full, 3 of 3.")
    review.click()
    expect(menu).to_be_hidden()
    expect(page.locator("#refusal")).to_contain_text("Swap with SLU-1")


def test_a_card_is_blocked_and_unblocked_from_its_menu(at_the_board, menu, grace, card_in, build):
    card = card_in(build)
    page = at_the_board(grace)
    open_menu(page)
    menu.get_by_label("What is in the way?").fill("the crane is out")
    page.keyboard.press("Enter")
    expect(page.locator("#card-1")).to_contain_text("the crane is out")
    expect(menu).to_be_hidden()
    open_menu(page)
    menu.get_by_role("button", name="Unblock").click()
    expect(page.locator("#card-1")).not_to_contain_text("the crane is out")
    assert not card.as_now().is_blocked


def test_escape_closes_the_menu_and_the_focus_is_back_at_the_card(
    at_the_board, menu, grace, card_in, build
):
    card_in(build)
    page = at_the_board(grace)
    open_menu(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("#card-1 .card__title a")).to_be_focused()


def test_the_menu_stays_open_when_the_server_does_not_answer(
    at_the_board, menu, grace, card_in, build
):
    card_in(build)
    page = at_the_board(grace)
    open_menu(page)
    page.route("**/move/", lambda route: route.abort())
    menu.get_by_role("button", name="Review").click()
    expect(menu.get_by_role("alert")).to_have_text("Sluice did not answer. Try again.")
    page.complaints.clear()  # Chromium reports the broken connection


def test_a_cards_menu_is_a_page_of_its_own(
    at_the_board, grace, live_server, card_in, build, review
):
    card = card_in(build)
    page = at_the_board(grace)
    page.goto(f"{live_server.url}/boards/SLU/cards/1/placement/")
    page.get_by_role("button", name="Review").click()
    page.wait_for_url("**/boards/SLU/#card-1")
    assert card.as_now().column == review

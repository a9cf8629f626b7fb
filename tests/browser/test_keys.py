"""The board by keyboard alone."""

import pytest
from playwright.sync_api import expect


def focused(page, number):
    return expect(page.locator(f"#card-{number} .card__title a")).to_be_focused()


@pytest.fixture
def press(page):
    return page.keyboard.press


def test_arrows_walk_the_cards(at_the_board, press, grace, card_in, ideas, build, done):
    card_in(ideas), card_in(ideas), card_in(build), card_in(done)
    page = at_the_board(grace)
    press("ArrowDown")
    focused(page, 1)
    press("ArrowDown")
    focused(page, 2)
    press("ArrowUp")
    focused(page, 1)
    press("ArrowRight")
    focused(page, 3)
    press("ArrowRight")  # Review is empty
    focused(page, 4)
    press("ArrowRight")
    focused(page, 4)
    press("ArrowLeft")
    focused(page, 3)
    press("Enter")
    page.wait_for_url("**/cards/3/")


def test_a_whole_day_without_a_mouse(
    at_the_board, press, grace, ada, board, card_in, ideas, build, review
):
    """New, moved, undone, blocked, refused, swapped, and everything by keys."""
    board.limit_column(review, 1, by=ada)
    page = at_the_board(grace)
    menu = page.get_by_role("dialog")
    press("n")
    expect(page.get_by_label("New card in Ideas")).to_be_focused()
    page.keyboard.type("Chart the m, b and n shoals")
    press("Enter")
    expect(page.locator("#card-1")).to_contain_text("Chart the m, b and n shoals")
    page.get_by_label("New card in Ideas").blur()
    press("ArrowDown")
    press("m")
    expect(menu.get_by_role("button", name="Build")).to_be_focused()
    press("3")
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    focused(page, 1)
    press("z")
    expect(page.locator(f"#column-{ideas.pk} #card-1")).to_be_visible()
    focused(page, 1)
    press("m")
    expect(menu.get_by_role("button", name="Build")).to_be_focused()
    press("r")
    expect(menu.get_by_role("button", name="Review")).to_be_focused()
    press("ArrowUp")
    press("Enter")
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    focused(page, 1)
    press("b")
    expect(menu.get_by_label("What is in the way?")).to_be_focused()
    page.keyboard.type("no tide")
    press("Enter")
    expect(page.locator("#card-1")).to_contain_text("no tide")
    focused(page, 1)
    press("b")
    expect(menu.get_by_role("button", name="Unblock")).to_be_focused()
    press("Enter")
    expect(page.locator("#card-1")).not_to_contain_text("no tide")


def test_a_refusal_is_answered_by_keys(at_the_board, press, grace, card_in, build, full_review):
    card = card_in(build)
    page = at_the_board(grace)
    page.locator("#card-4 .card__title a").focus()
    press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("3")
    expect(page.locator("#refusal")).to_contain_text("Review is full, 3 of 3.")
    focused(page, 4)
    press("Tab")
    expect(page.get_by_role("button", name="Swap with SLU-1")).to_be_focused()
    press("Enter")
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_be_visible()
    focused(page, 4)
    assert card.as_now().column == full_review


def test_escape_closes_a_refusal_and_the_focus_is_at_the_card(
    at_the_board, press, grace, ada, board, card_in, build, full_review
):
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-4 .card__title a").focus()
    press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("3")
    page.get_by_text("Override…").click()
    reason = page.get_by_label("Why must it go past the limit?")
    reason.fill("m?z")
    press("Escape")
    expect(reason).to_be_hidden()
    press("Escape")
    expect(page.locator("#refusal")).to_have_count(0)
    focused(page, 4)


def test_help_lists_the_keys_and_escape_closes_it(at_the_board, press, grace, card_in, ideas):
    card_in(ideas)
    page = at_the_board(grace)
    keys = page.get_by_role("dialog", name="Keys")
    press("?")
    expect(keys).to_contain_text("undo the last move")
    press("ArrowDown")
    expect(page.locator("#card-1 .card__title a")).not_to_be_focused()
    press("Escape")
    expect(keys).to_be_hidden()


def test_what_is_typed_is_no_command(at_the_board, press, grace, card_in, build):
    card_in(build)
    page = at_the_board(grace)
    typed = page.get_by_label("New card in Build")
    typed.focus()
    page.keyboard.type("mbnz/?")
    expect(typed).to_have_value("mbnz/?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_with_a_modifier_stay_the_browsers(at_the_board, press, grace, card_in, build):
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    press("Control+m")
    press("Alt+b")
    focused(page, 1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_only_looks_walks_and_changes_nothing(at_the_board, press, vera, card_in, build):
    card_in(build)
    page = at_the_board(vera)
    press("ArrowDown")
    focused(page, 1)
    for key in "mbnz":
        press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    focused(page, 1)
    press("?")
    expect(page.get_by_role("dialog", name="Keys")).not_to_contain_text("block")


def test_a_slash_leads_to_the_filter(at_the_board, press, grace, card_in, build):
    card_in(build, "Chart the shoals"), card_in(build, "Paint the crane")
    page = at_the_board(grace)
    press("/")
    expect(page.get_by_role("search").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("crane")
    expect(page.locator("#card-1")).to_have_count(0)
    expect(page.locator("#card-2")).to_be_visible()

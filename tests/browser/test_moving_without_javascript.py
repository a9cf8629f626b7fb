"""Moving, blocking and swapping work without a script: a card's menu is a page of plain forms."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"java_script_enabled": False}


def test_a_card_is_moved_and_blocked_from_its_menu(
    at_the_board, grace, card_in, build, full_review, done
):
    card = card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="SLU-4: move or change").click()
    expect(page.get_by_role("button", name="Review")).to_contain_text("Cannot go here")
    page.get_by_label("What is in the way?").fill("no tide")
    page.get_by_role("button", name="Block").click()
    expect(page.locator("#card-4")).to_contain_text("no tide")
    page.get_by_role("link", name="SLU-4: move or change").click()
    page.get_by_role("button", name="Unblock").click()
    expect(page.locator("#card-4")).not_to_contain_text("no tide")
    page.get_by_role("link", name="SLU-4: move or change").click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(f"#column-{done.pk} #card-4")).to_be_visible()
    assert card.as_now().column == done


def test_a_refused_card_is_swapped_from_the_page_of_the_refusal(
    at_the_board, grace, card_in, build, full_review
):
    card = card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="SLU-4: move or change").click()
    page.get_by_role("button", name="Review").click()
    page.get_by_role("button", name="Swap with SLU-1").click()
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_be_visible()
    assert card.as_now().column == full_review


def test_a_free_slot_pulls_its_card(at_the_board, grace, ada, board, card_in, build, review):
    board.limit_column(review, 2, by=ada)
    card = card_in(build)
    page = at_the_board(grace)
    page.get_by_role("button", name="2 free: pull SLU-1").click()
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    assert card.as_now().column == review

"""A message says what happened, is read, and goes."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def moved(at_the_board, grace, card_in, build, review):
    """Grace's board, where she has moved a card a moment ago, and a clock to turn."""
    card_in(build), card_in(build)
    page = at_the_board(grace)
    page.clock.install()
    page.reload()
    page.locator("#card-1 .card__title a").focus()
    page.keyboard.press("m")
    expect(page.locator("dialog.ask .way").first).to_be_visible()
    page.keyboard.press("3")
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    return page


def test_it_goes_after_a_while(moved):
    moved.mouse.move(5, 5)
    moved.clock.run_for(7_000)
    expect(moved.locator(".toast")).to_be_visible()
    moved.clock.run_for(2_000)
    expect(moved.locator(".toast")).to_have_count(0)


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_it_stays_while_somebody_is_at_it(moved, how):
    undo = moved.locator("#notices").get_by_role("button", name="Undo")
    getattr(undo, how)()
    moved.clock.run_for(60_000)
    expect(undo).to_be_visible()
    moved.mouse.move(5, 5)
    moved.locator("#card-2 .card__title a").focus()
    moved.clock.run_for(9_000)
    expect(undo).to_have_count(0)


def test_a_refusal_with_choices_stays_until_a_drag_begins(
    at_the_board, grace, card_in, build, full_review, pick_up
):
    card = card_in(build)
    page = at_the_board(grace)
    page.clock.install()
    page.reload()
    field = page.get_by_label("New card in Review")
    field.fill("One too many")
    field.press("Enter")
    expect(page.locator("#refusal")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator("#refusal")).to_be_visible()
    pick_up(card)
    expect(page.locator("#refusal")).to_have_count(0)
    page.mouse.up()


def test_a_new_card_is_said_and_covers_nothing(at_the_board, grace, build):
    page = at_the_board(grace)
    field = page.get_by_label("New card in Build")
    field.fill("Dredge")
    field.press("Enter")
    message = page.locator("#notices").get_by_text("SLU-1 was added to Build.")
    expect(message).to_have_count(1)
    box = page.locator("#notices > div").bounding_box()
    assert box["width"] <= 1
    assert box["height"] <= 1

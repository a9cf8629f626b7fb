"""A refusal stands next to what was refused, and its ways out are bound to the limit as seen."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def refused(at_the_board, pick_up, carry_to, grace, board, card_in, build, full_review, ada):
    """SLU-4, just refused by Review, which lets in for a reason."""
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card = card_in(build)
    page = at_the_board(grace)
    pick_up(card)
    carry_to(full_review)
    page.mouse.up()
    expect(page.locator("#refusal")).to_be_visible()
    return card


def test_the_message_stands_beside_its_card(page, refused):
    card = page.locator("#card-4").bounding_box()
    note = page.locator("#refusal").bounding_box()
    assert 0 <= note["x"] - (card["x"] + card["width"]) < 40
    assert abs(note["y"] - card["y"]) < 40


def test_the_words_are_in_a_region_that_is_read_out(page, refused):
    region = page.get_by_role("region", name="Messages")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_contain_text("Review is full, 3 of 3.")


def test_a_limit_that_has_changed_meanwhile_refuses_again_and_keeps_the_reason(
    page, refused, board, full_review, ada
):
    page.get_by_text("Override…").click()
    reason = page.get_by_label("Why must it go past the limit?")
    reason.fill("the auditor leaves")
    board.limit_column(full_review, 2, by=ada, mode="reason")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator("#refusal")).to_contain_text("The limit has changed since you saw it.")
    expect(page.locator("#refusal")).to_contain_text("3 of 2")
    expect(reason).to_have_value("the auditor leaves")
    assert refused.as_now().column != full_review
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_be_visible()
    assert refused.overrides.get().reason == "the auditor leaves"


def test_who_asks_for_an_override_writes_the_reason_at_once(page, refused):
    page.get_by_text("Override…").click()
    expect(page.get_by_label("Why must it go past the limit?")).to_be_focused()


def test_a_closed_message_gives_the_focus_back_to_the_card(page, refused):
    page.get_by_role("button", name="Close the message").click()
    expect(page.locator("#card-4 .card__title a")).to_be_focused()
    expect(page.locator("[data-refused]")).to_have_count(0)


def test_a_title_that_was_refused_has_its_message_beside_its_field(
    at_the_board, grace, full_review
):
    page = at_the_board(grace)
    page.get_by_label("New card in Review").fill("One too many")
    page.keyboard.press("Enter")
    expect(page.locator("#refusal")).to_be_visible()
    field = page.get_by_label("New card in Review").bounding_box()
    note = page.locator("#refusal").bounding_box()
    assert note["x"] >= field["x"] + field["width"] or note["x"] + note["width"] <= field["x"]

"""A card is linked by keyboard, and what waits goes on by itself in the second window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


@pytest.fixture
def cards(card_in, build):
    return [card_in(build, "Dredge the basin"), card_in(build, "Repair the crane")]


@pytest.mark.django_db(transaction=True)
def test_a_card_that_waits_is_linked_by_keyboard_and_is_free_when_the_other_is_done(
    at_the_board, cards, grace, ada, done
):
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    links = page.locator("#sheet-links")
    links.get_by_text("Link…").focus()
    page.keyboard.press("Enter")
    links.get_by_label("This card").select_option("is_blocked_by")
    links.get_by_label("Card", exact=True).fill("slu-2")
    links.get_by_label("Block the card that waits").check()
    links.get_by_label("Card", exact=True).press("Enter")
    expect(links.get_by_role("link", name="SLU-2")).to_have_attribute("title", "Repair the crane")
    expect(page.locator("#sheet .note--blocked")).to_contain_text("waits for another card")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []
    page.keyboard.press("Escape")
    face = page.locator("#card-1")
    expect(face).to_contain_text("Waits for SLU-2")

    cards[1].move_to(done, by=ada)
    expect(face).not_to_contain_text("Waits for SLU-2", timeout=30_000)
    expect(face.locator(".note--blocked")).to_have_count(0)


def test_a_key_in_a_comment_leads_to_the_card(at_the_board, cards, grace, ada):
    cards[0].comment("after SLU-2", by=ada)
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    page.locator(".comments").get_by_role("link", name="SLU-2").click()
    expect(page.locator("#card-title")).to_have_text("Repair the crane")

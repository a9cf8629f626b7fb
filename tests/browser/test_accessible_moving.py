"""axe finds nothing wrong with what moving puts on the board, in both themes and sizes."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import wrong_with
from tests.browser.test_accessible import SIZES


@pytest.fixture
def set_out(at_the_board, grace, ada, board, card_in, build, full_review):
    """The board with SLU-4 in Build, for which a full Review needs a reason; nothing moves."""
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card_in(build)

    def as_seen(page, width, height, theme):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        at_the_board(grace)
        return page.locator("#card-4 .card__title a")

    return as_seen


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("size", "width", "height"), SIZES)
def test_menu_refusal_and_help_can_be_used_by_everybody(page, set_out, size, width, height, theme):
    card = set_out(page, width, height, theme)
    card.focus()
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    wrong = wrong_with(page)
    page.keyboard.press("3")
    expect(page.locator("#refusal")).to_be_visible()
    page.get_by_text("Override…").click()
    wrong += wrong_with(page)
    page.get_by_role("button", name="Close the message").click()
    card.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    wrong += wrong_with(page)
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hints_can_be_read_by_everybody(page, set_out, pick_up, build, theme):
    set_out(page, 1440, 900, theme)
    pick_up(build.cards.get())
    expect(page.get_by_text("Needs a reason")).to_be_visible()
    wrong = [each for each in wrong_with(page) if 'region <li class="card' not in each]
    page.mouse.up()  # the card in the hand hangs outside of all regions
    assert wrong == []

"""A member is mentioned in a comment by a few letters and the keyboard."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from board.models import Mention


def test_a_member_is_completed_by_the_keyboard(at_the_board, board, build, card_in, grace):
    card_in(build, "Dredge the basin")
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    text = page.get_by_label("Add a comment")
    text.press_sequentially("Look, @")
    names = page.get_by_role("listbox", name="Members")
    expect(names.get_by_role("option")).to_have_count(3)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []
    text.press_sequentially("v")
    chosen = names.get_by_role("option", name="Vera")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(text).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    text.press("Escape")
    expect(names).to_be_hidden()
    text.press("Backspace")
    expect(names.get_by_role("option")).to_have_count(3)
    text.press("ArrowDown")
    text.press("Enter")
    expect(text).to_have_value("Look, @Grace ")
    text.press_sequentially("and @ver")
    names.get_by_role("option", name="Vera").click()
    expect(text).to_have_value("Look, @Grace and @Vera ")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comments .prose")).to_have_text("Look, @Grace and @Vera")
    assert Mention.objects.get().person.name == "Vera"

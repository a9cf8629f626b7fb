"""On a phone, by taps alone: a file, a link, a mention, and a card from a template."""

import pytest
from playwright.sync_api import expect

from board.models import Mention

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture
def opened(at_the_board, kept_apart, build, card_in, grace):
    """The sheet of a card, opened by a tap."""
    card_in(build, "Dredge the basin")
    card_in(build, "Repair the crane")
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").tap()
    return page


def test_a_file_is_attached_and_removed_by_taps(opened):
    files = opened.locator("#sheet-files")
    with opened.expect_file_chooser() as choosing:
        files.get_by_label("File").tap()
    choosing.value.set_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Hello"})
    files.get_by_role("button", name="Attach").tap()
    link = files.get_by_role("link", name="plan.txt")
    with opened.expect_download() as got:
        link.tap()
    assert got.value.suggested_filename == "plan.txt"
    opened.once("dialog", lambda asked: asked.accept())
    files.get_by_role("button", name="Remove the file plan.txt").tap()
    expect(link).to_have_count(0)


def test_a_card_is_linked_and_the_link_removed_by_taps(opened):
    links = opened.locator("#sheet-links")
    links.get_by_text("Link…").tap()
    links.get_by_label("This card").select_option("is_blocked_by")
    links.get_by_label("Card", exact=True).tap()
    opened.keyboard.type("SLU-2")
    links.get_by_role("button", name="Link", exact=True).tap()
    waits = links.get_by_role("link", name="SLU-2")
    expect(waits).to_have_attribute("title", "Repair the crane")
    links.get_by_role("button", name="Remove the link: waits for SLU-2").tap()
    expect(waits).to_have_count(0)


def test_a_member_is_mentioned_by_a_tap(opened):
    text = opened.get_by_label("Add a comment")
    text.tap()
    opened.keyboard.type("Look, @")
    opened.get_by_role("option", name="Vera").tap()
    expect(text).to_have_value("Look, @Vera ")
    opened.get_by_role("button", name="Comment", exact=True).tap()
    marked = opened.locator(".comments .named-member")
    expect(marked).to_have_text("@Vera")
    assert Mention.objects.get().person.name == "Vera"


def test_a_card_is_made_from_a_template_by_taps(at_the_board, board, ideas, ada, grace):
    board.add_card_template(title="Inspect the crane", steps=["Look at the rope"], by=ada)
    page = at_the_board(grace)
    page.get_by_label("Card template in Ideas").select_option("Inspect the crane")
    page.locator(f"#add-{ideas.pk}").get_by_role("button", name="Add").tap()
    made = page.locator(f"#column-{ideas.pk} .card", has_text="Inspect the crane")
    expect(made).to_have_count(1)
    made.get_by_role("link", name="Inspect the crane").tap()
    expect(page.locator("#sheet").get_by_text("Look at the rope")).to_be_visible()

"""Every verb is a form first: the board works without a script."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"java_script_enabled": False}


def test_a_card_is_moved_by_its_page(at_the_board, grace, card_in, build, review):
    card = card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="By hand").click()
    page.get_by_label("Column", exact=True).select_option("Review")
    page.get_by_role("button", name="Move").click()
    expect(page.locator("article")).to_contain_text("in Review")
    assert card.as_now().column == review


def test_a_refusal_is_a_page_from_which_a_reason_lets_in(
    at_the_board, grace, board, card_in, build, full_review, ada
):
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card = card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="By hand").click()
    page.get_by_label("Column", exact=True).select_option(f"{full_review.pk}")
    page.get_by_role("button", name="Move").click()
    expect(page.locator("main")).to_contain_text("Review is full, 3 of 3.")
    page.get_by_text("Override…").click()
    page.get_by_label("Why must it go past the limit?").fill("the auditor leaves")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator("article")).to_contain_text("the auditor leaves")
    assert card.as_now().column == full_review


def test_a_card_is_added_and_the_refused_title_is_kept(
    at_the_board, grace, board, full_review, build
):
    page = at_the_board(grace)
    page.get_by_label("New card in Review").fill("One too many")
    page.get_by_label("New card in Review").press("Enter")
    expect(page.locator("main")).to_contain_text("Review is full, 3 of 3.")
    expect(page.get_by_label("Title")).to_have_value("One too many")
    page.get_by_label("Column", exact=True).select_option("Build")
    page.get_by_role("button", name="Add the card").click()
    expect(page.locator(f"#column-{build.pk}")).to_contain_text("One too many")


def test_cards_are_filtered_by_a_form(at_the_board, grace, build, card_in):
    card_in(build, "Show the tide times"), card_in(build, "Pay by instalments")
    page = at_the_board(grace)
    page.get_by_label("Find cards").fill("tide")
    page.get_by_label("Find cards").press("Enter")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator("#filter-now")).to_contain_text("1 of 2 shown")
    page.get_by_role("link", name="Remove the filter: Find cards").click()
    expect(page.locator(".card")).to_have_count(2)


def test_a_description_is_written_and_looked_at_before_it_is_saved(
    at_the_board, grace, card_in, build
):
    card = card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="By hand").click()
    page.get_by_role("link", name="Edit the description").click()
    page.get_by_role("textbox", name="Description").fill("by *crane*")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview em")).to_have_text("crane")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".prose em")).to_have_text("crane")
    assert card.as_now().description == "by *crane*"


def test_a_card_is_deleted_and_brought_back(at_the_board, grace, card_in, build):
    card = card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="By hand").click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("article")).to_contain_text("It can be restored until")
    page.get_by_role("button", name="Undo the deletion").click()
    expect(page.locator("article")).to_contain_text("in Build")
    assert card.as_now().deleted_at is None


def test_a_comment_is_said_and_edited(at_the_board, grace, card_in, build):
    card_in(build, "By hand")
    page = at_the_board(grace)
    page.get_by_role("link", name="By hand").click()
    page.get_by_label("Add a comment").fill("Whose *boat*?")
    page.get_by_role("button", name="Comment").click()
    page.locator(".comments").get_by_role("link", name="Edit").click()
    page.get_by_label("Comment").fill("Which boat?")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".comments .prose")).to_have_text("Which boat?")


def test_a_file_a_link_and_a_mention_are_made_by_plain_forms(
    at_the_board, kept_apart, grace, card_in, build
):
    card_in(build, "By hand"), card_in(build, "Repair the crane")
    page = at_the_board(grace)
    page.get_by_role("link", name="By hand").click()
    files = page.locator("#sheet-files")
    files.get_by_label("File").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Hello"}
    )
    files.get_by_role("button", name="Attach").click()
    expect(page.locator("#sheet-files").get_by_role("link", name="plan.txt")).to_be_visible()
    page.locator("#sheet-files").get_by_role("button", name="Remove the file plan.txt").click()
    expect(page.locator("#sheet-files").get_by_role("link", name="plan.txt")).to_have_count(0)
    links = page.locator("#sheet-links")
    links.get_by_text("Link…").click()
    links.get_by_label("Card", exact=True).fill("SLU-2")
    links.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator("#sheet-links").get_by_role("link", name="SLU-2")).to_be_visible()
    page.get_by_label("Add a comment").fill("Look, @Vera, after SLU-2")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comments .named-member")).to_have_text("@Vera")
    expect(page.locator(".comments").get_by_role("link", name="SLU-2")).to_be_visible()


def test_a_card_is_made_from_a_template_and_a_rule_is_changed_by_plain_forms(
    at_the_board, live_server, board, ada, ideas
):
    template = board.add_card_template(title="Inspect the crane", steps=["Look"], by=ada)
    board.add_recurrence(template=template, rule="FREQ=WEEKLY;BYDAY=MO", by=ada)
    page = at_the_board(ada)
    page.get_by_label("Card template in Ideas").select_option("Inspect the crane")
    page.locator(f"#add-{ideas.pk}").get_by_role("button", name="Add").click()
    made = page.locator(f"#column-{ideas.pk} .card", has_text="Inspect the crane")
    expect(made).to_have_count(1)
    page.goto(f"{live_server.url}/boards/SLU/settings/templates/")
    page.get_by_role("link", name="Change when Inspect the crane recurs").click()
    page.get_by_label("Fri").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Every Monday and Friday at 09:00")).to_be_visible()

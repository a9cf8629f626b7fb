"""A card opens over the board, is edited where it stands, and closes to where one was."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import wrong_with


@pytest.fixture
def card(card_in, build):
    return card_in(build, "Dredge the basin", description="by **hand**")


@pytest.fixture
def sheet(at_the_board, grace, card):
    """Grace's board with the card opened over it."""
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    expect(page.locator("dialog.dialog #card-title")).to_have_text("Dredge the basin")
    return page


def test_a_card_is_opened_and_closed_by_keyboard(at_the_board, grace, card):
    page = at_the_board(grace)
    board = page.url
    page.get_by_role("link", name="Dredge the basin").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.dialog #card-title")).to_be_visible()
    expect(page.locator("[data-close]")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/boards/SLU/cards/1/$"))
    page.keyboard.press("Escape")
    expect(page.locator("dialog.dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="Dredge the basin")).to_be_focused()
    expect(page).to_have_url(board)


def test_back_and_forward_close_and_open_it_without_losing_the_board(sheet, build):
    sheet.evaluate("window.kept = true")
    sheet.go_back()
    expect(sheet.locator("dialog.dialog")).to_be_hidden()
    sheet.go_forward()
    expect(sheet.locator("dialog.dialog #card-title")).to_be_visible()
    sheet.get_by_role("link", name="Close, and back to the board").click()
    expect(sheet.locator("dialog.dialog")).to_be_hidden()
    assert sheet.evaluate("window.kept")


def test_loaded_again_it_is_a_page_of_its_own_and_back_is_the_board(sheet, build):
    sheet.reload()
    expect(sheet.locator("main #card-title")).to_have_text("Dredge the basin")
    expect(sheet.locator("dialog.dialog")).to_have_count(0)
    sheet.go_back()
    expect(sheet.locator(f"#column-{build.pk} #card-1")).to_be_visible()


def test_the_title_is_edited_in_place(sheet, card):
    sheet.get_by_role("link", name="Edit the title").click()
    expect(sheet.get_by_role("textbox", name="Title")).to_be_focused()
    sheet.get_by_role("textbox", name="Title").fill("Dredge the harbour")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#card-title")).to_have_text("Dredge the harbour")
    expect(sheet.get_by_role("link", name="Edit the title")).to_be_focused()
    expect(sheet.locator("#card-1 .card__title")).to_have_text("Dredge the harbour")
    assert card.as_now().title == "Dredge the harbour"


def test_the_description_is_edited_with_a_preview(sheet, card):
    sheet.get_by_role("link", name="Edit the description").click()
    expect(sheet.locator(".preview strong")).to_have_text("hand")
    sheet.get_by_role("textbox", name="Description").fill("by *crane*")
    expect(sheet.locator(".preview em")).to_have_text("crane")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.locator("#sheet-description .prose em")).to_have_text("crane")
    expect(sheet.get_by_role("textbox", name="Description")).to_have_count(0)
    assert card.as_now().description == "by *crane*"


def test_an_edit_is_given_up(sheet, card):
    sheet.get_by_role("link", name="Edit the facts").click()
    sheet.get_by_label("Labels").fill("nope")
    sheet.get_by_role("link", name="Cancel").click()
    expect(sheet.get_by_role("link", name="Edit the facts")).to_be_focused()
    assert not card.labels.exists()


def test_a_card_is_moved_in_the_sheet_and_on_the_board_below(sheet, build, review):
    sheet.get_by_label("Column", exact=True).select_option("Review")
    sheet.get_by_role("button", name="Move", exact=True).click()
    expect(sheet.locator(".sheet__top")).to_contain_text("in Review")
    expect(sheet.locator(f"#column-{review.pk} #card-1")).to_have_count(1)
    expect(sheet.locator(f"#column-{build.pk} #card-1")).to_have_count(0)
    sheet.locator("#notices").get_by_role("button", name="Undo").click()
    expect(sheet.locator(".sheet__top")).to_contain_text("in Build")


def test_a_refusal_explains_itself_over_the_sheet_and_a_reason_lets_in(
    at_the_board, board, grace, ada, card, full_review
):
    board.limit_column(full_review, 3, by=ada, mode="reason")
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    page.get_by_label("Column", exact=True).select_option(f"{full_review.pk}")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("Review is full, 3 of 3.")
    page.get_by_text("Override…").click()
    page.get_by_label("Why must it go past the limit?").fill("the auditor leaves")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator(".sheet__head")).to_contain_text("the auditor leaves")


def test_a_comment_is_said_edited_and_removed(sheet, card):
    sheet.get_by_label("Add a comment").fill("Whose *boat*?")
    sheet.get_by_role("button", name="Comment").click()
    expect(sheet.locator(".comments em")).to_have_text("boat")
    expect(sheet.get_by_label("Add a comment")).to_have_value("")
    expect(sheet.get_by_label("Add a comment")).to_be_focused()
    sheet.locator(".comments").get_by_role("link", name="Edit").click()
    sheet.get_by_label("Comment", exact=True).fill("Which boat?")
    sheet.locator(".comments").get_by_role("button", name="Save").click()
    expect(sheet.locator(".comments .prose")).to_have_text("Which boat?")
    sheet.on("dialog", lambda question: question.accept())
    sheet.locator(".comments").get_by_role("button", name="Remove").click()
    expect(sheet.locator(".comments li")).to_have_count(0)
    assert not card.comments.exists()


def test_an_answer_that_is_being_written_outlives_what_others_do(sheet, card, ada):
    sheet.get_by_text("Block…").click()
    field = sheet.get_by_label("What is in the way?")
    field.fill("no cra")
    card.refresh_from_db()
    card.block(reason="no crane", by=ada)
    sheet.evaluate("document.dispatchEvent(new CustomEvent('board:drawn'))")
    expect(sheet.locator("card-news")).to_contain_text("What you are writing is kept.")
    expect(field).to_have_value("no cra")
    expect(field).to_be_focused()
    sheet.keyboard.press("Escape")
    expect(sheet.locator("#sheet .note--blocked")).to_contain_text("no crane")
    expect(sheet.locator("card-news")).to_be_empty()


def test_a_question_that_was_just_opened_is_not_closed_by_what_others_do(sheet, card, ada):
    """The page has asked what is new, and the answer comes between the click and the first key."""
    held = []
    sheet.route("**/cards/1/?*", lambda route: held.append(route))
    card.revise(title="Dredge the harbour", by=ada)
    sheet.evaluate("document.dispatchEvent(new CustomEvent('board:drawn'))")
    while not held:
        sheet.wait_for_timeout(50)
    sheet.get_by_text("Block…").click()
    expect(sheet.get_by_label("What is in the way?")).to_be_focused()
    with sheet.expect_response("**/cards/1/?*"):
        held[0].continue_()
    expect(sheet.locator("card-news")).to_contain_text("The card has changed.")
    sheet.keyboard.type("no key")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#sheet .note--blocked")).to_contain_text("no key")
    expect(sheet.locator("#card-title")).to_have_text("Dredge the harbour")


def test_what_is_chosen_while_a_copy_is_made_stays(sheet, build, review):
    held = []
    sheet.route("**/copy/", lambda route: held.append(route))
    sheet.get_by_text("Copy…").click()
    field = sheet.get_by_label("Copy into")
    sheet.get_by_role("button", name="Make a copy").click()
    field.select_option(str(review.pk))
    while not held:
        sheet.wait_for_timeout(50)
    held[0].continue_()
    expect(sheet.locator(f"#column-{build.pk} .card")).to_have_count(2)
    expect(field).to_be_visible()
    expect(field).to_have_value(str(review.pk))


def test_a_question_that_is_answered_is_empty_and_closed(sheet, build):
    sheet.get_by_text("Copy…").click()
    sheet.get_by_role("button", name="Make a copy").click()
    expect(sheet.locator(f"#column-{build.pk} .card")).to_have_count(2)
    expect(sheet.get_by_label("Copy into")).to_be_hidden()


def test_a_card_is_blocked_with_a_reason_and_unblocked(sheet, card):
    sheet.get_by_text("Block…").click()
    sheet.get_by_label("What is in the way?").fill("no boat")
    sheet.get_by_role("button", name="Block", exact=True).click()
    expect(sheet.locator(".sheet__head")).to_contain_text("no boat")
    sheet.get_by_role("button", name="Unblock").click()
    expect(sheet.get_by_text("Block…")).to_be_visible()


def test_a_card_is_deleted_and_the_deletion_undone(sheet, card):
    sheet.get_by_text("More", exact=True).click()
    sheet.get_by_role("button", name="Delete").click()
    expect(sheet.locator("dialog.dialog")).to_be_hidden()
    expect(sheet.locator("#card-1")).to_have_count(0)
    expect(sheet.locator("#notices")).to_contain_text("SLU-1 is deleted.")
    sheet.locator("#notices").get_by_role("button", name="Undo").click()
    expect(sheet.locator("#card-1")).to_be_visible()
    assert card.as_now().deleted_at is None


def test_two_who_write_choose_and_nothing_is_lost(sheet, card, ada):
    sheet.get_by_role("link", name="Edit the description").click()
    sheet.get_by_role("textbox", name="Description").fill("by crane")
    card.revise(description="by night", by=ada)
    sheet.get_by_role("button", name="Save").click()
    conflict = sheet.locator(".conflict")
    expect(conflict).to_contain_text("by crane")
    expect(conflict).to_contain_text("by night")
    sheet.get_by_label("Or write a new text from both").fill("by crane at night")
    sheet.get_by_role("button", name="Save this").click()
    expect(sheet.locator("#sheet-description .prose")).to_have_text("by crane at night")
    assert card.as_now().description == "by crane at night"


def test_what_others_change_is_shown_and_what_is_typed_stays(sheet, card, ada, review):
    sheet.get_by_role("link", name="Edit the description").click()
    sheet.get_by_role("textbox", name="Description").fill("half a sen")
    sheet.get_by_label("Add a comment").fill("half a com")
    card.move_to(review, by=ada)
    expect(sheet.locator(".sheet__top")).to_contain_text("in Review", timeout=20_000)
    expect(sheet.get_by_role("textbox", name="Description")).to_have_value("half a sen")
    expect(sheet.get_by_label("Add a comment")).to_have_value("half a com")
    expect(sheet.locator("card-news")).to_contain_text("What you are writing is kept.")


def test_leaving_what_is_written_is_asked_about(sheet):
    sheet.get_by_label("Add a comment").fill("half a com")
    asked = []
    sheet.on("dialog", lambda question: (asked.append(question.message), question.dismiss()))
    sheet.keyboard.press("Escape")
    expect(sheet.locator("dialog.dialog")).to_be_visible()
    assert "not saved" in asked[0]


def test_the_board_is_out_of_reach_while_a_card_is_open(sheet):
    for _ in range(60):
        sheet.keyboard.press("Tab")
        assert sheet.evaluate("!document.activeElement.closest('.board-page')")


def test_an_address_of_a_card_on_the_board_leads_to_it(sign_in, live_server, grace, card):
    page = sign_in(grace)
    page.goto(f"{live_server.url}/boards/SLU/#card-1")
    expect(page.get_by_role("link", name="Dredge the basin")).to_be_focused()


NASTY = """<script>window.ran = 1</script>"><img src=x onerror="window.ran = 1">
[x](javascript:window.ran=1) ![x](https://example.org/x.png) <https://example.org>
<svg onload="window.ran = 1"> <hx-partial hx-target="body">gone</hx-partial>"""


def test_nothing_that_was_typed_runs_or_loads(at_the_board, board, grace, ada, build):
    line = NASTY.replace("\n", " ")[:200]
    card = board.create_card(
        line, by=ada, column=build, description=NASTY, labels=[line[:40]], assignees=[grace]
    )
    card.block(reason=line, by=ada)
    card.comment(NASTY, by=grace)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").click()
    expect(page.locator("dialog.dialog .comments .prose")).to_contain_text("window.ran")
    page.get_by_role("link", name="Edit the description").click()
    expect(page.locator(".preview a")).to_have_count(2)
    page.get_by_role("link", name="Edit the facts").click()
    expect(page.get_by_label("Labels")).to_have_value(line[:40].strip())
    assert page.evaluate("window.ran") is None
    assert page.locator("#sheet :is(img, script, iframe)").count() == 0


def test_the_filter_of_the_board_is_kept_under_a_card(
    sign_in, live_server, grace, ada, card, card_in, build
):
    card_in(build, "Paint the crane")
    page = sign_in(grace)
    page.goto(f"{live_server.url}/boards/SLU/?q=dredge")
    page.get_by_role("link", name="Dredge the basin").click()
    expect(page).to_have_url(re.compile(r"/cards/1/\?q=dredge$"))
    page.get_by_text("Block…").click()
    page.get_by_label("What is in the way?").fill("no boat")
    page.get_by_role("button", name="Block", exact=True).click()
    expect(page.locator(".sheet__head")).to_contain_text("no boat")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/boards/SLU/\?q=dredge$"))
    expect(page.locator("#card-2")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_an_opened_card(sheet, card, grace, theme, width):
    card.comment("Whose *boat*?", by=grace)
    sheet.emulate_media(color_scheme=theme, reduced_motion="reduce")
    sheet.set_viewport_size({"width": width, "height": 844})
    sheet.get_by_role("link", name="Edit the description").click()
    sheet.get_by_role("link", name="Edit the facts").click()
    sheet.locator(".more-of summary").click()
    sheet.get_by_text("More", exact=True).click()
    assert wrong_with(sheet) == []
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width


def test_the_focus_goes_on_at_the_board_when_the_card_has_left_it(
    at_the_board, card_in, ideas, grace, ada
):
    card = card_in(ideas, "Let harbour masters close a berth")
    page = at_the_board(grace)
    page.get_by_role("link", name="Let harbour masters close a berth").click()
    expect(page.locator("#sheet")).to_be_visible()
    card.archive(by=ada)
    expect(page.locator("#sheet")).to_contain_text("archived")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Board", exact=True)).to_be_focused()

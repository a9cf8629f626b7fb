"""What would be lost, or cannot be taken back, is asked for first."""

from playwright.sync_api import expect


def test_a_person_is_removed_after_a_question(sign_in, live_server, board, ada, grace):
    page = sign_in(ada)
    page.goto(f"{live_server.url}/boards/SLU/people/")
    page.get_by_role("button", name="Remove Grace…").click()
    expect(page.get_by_text("Grace will not see Harbour any more")).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    assert board.members.filter(pk=grace.pk).exists()
    page.get_by_role("button", name="Remove Grace…").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Remove Grace…")).to_have_count(0)
    assert not board.members.filter(pk=grace.pk).exists()


def test_settings_that_are_not_saved_are_asked_for(sign_in, live_server, board, build, ada):
    page = sign_in(ada)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{live_server.url}/boards/SLU/settings/")
    page.get_by_label("Limit of Build").fill("3")
    page.get_by_role("link", name="Archive", exact=True).click()
    expect(page.get_by_label("Limit of Build")).to_have_value("3")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save columns").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.get_by_role("link", name="Archive", exact=True).click()
    page.wait_for_url("**/archive/")
    assert asked == ["beforeunload"]
    assert board.shape.limits


def test_block_in_a_sheet_takes_the_focus(at_the_board, grace, card_in, build):
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").click()
    page.get_by_role("dialog").get_by_text("Block…").click()
    page.keyboard.type("no key")  # no wait: the field has the focus before the next key is heard
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .note--blocked")).to_contain_text("no key")


def test_the_page_of_a_deleted_card_asks_for_nothing_that_is_gone(
    sign_in, live_server, grace, card_in, build
):
    card_in(build, "Thrown away").discard(by=grace)
    page = sign_in(grace)
    gone = []
    page.on("response", lambda answer: gone.append(answer.url) if answer.status == 404 else None)
    page.goto(f"{live_server.url}/boards/SLU/archive/")
    page.get_by_role("link", name="Thrown away").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Undo the deletion").click()
    expect(page.get_by_role("button", name="Move")).to_be_visible()
    assert not gone

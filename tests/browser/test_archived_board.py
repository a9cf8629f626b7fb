"""An archived board, in a real browser: it is shown like any other, and says what it is."""

from playwright.sync_api import expect


def test_it_is_read_like_any_other_board_and_cannot_be_changed(
    at_the_board, board, build, card_in, ada
):
    card = card_in(build)
    board.archive(by=ada)
    page = at_the_board(ada)
    expect(page.get_by_text("This board was archived on")).to_be_visible()
    shown = page.locator(f"#card-{card.number}")
    expect(shown).to_be_in_viewport()
    assert page.locator("#main").bounding_box()["height"] > 500
    expect(page.locator("board-columns")).to_have_count(0)


def test_an_open_page_learns_that_its_board_was_archived(at_the_board, board, build, card_in, ada):
    card_in(build)
    page = at_the_board(ada)
    board.archive(by=ada)
    expect(page.get_by_text("This board was archived on")).to_be_visible()


def test_a_lead_archives_restores_and_deletes_it_by_hand(
    at_the_board, live_server, board, build, card_in, ada
):
    card_in(build)
    page = at_the_board(ada)
    page.goto(f"{live_server.url}/boards/SLU/settings/board/")
    page.get_by_role("button", name="Archive the board").click()
    page.get_by_role("button", name="Restore the board").click()
    page.wait_for_url("**/boards/SLU/")
    page.goto(f"{live_server.url}/boards/SLU/settings/board/")
    page.get_by_label("Its key").fill("slu")
    page.get_by_role("button", name="Delete the board for good").click()
    expect(page.get_by_text("Harbour is deleted.")).to_be_visible()

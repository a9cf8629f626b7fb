"""While a card is in the hand, the columns say whether they would take it."""

from playwright.sync_api import expect


def cell(page, column):
    return page.locator(f"#column-{column.pk} .cell").first


def test_the_columns_say_in_words_whether_they_take_the_card(
    at_the_board, pick_up, grace, board, ada, card_in, build, full_review, done
):
    card = card_in(build)
    page = at_the_board(grace)
    pick_up(card)
    expect(cell(page, full_review)).to_have_attribute("data-drop", "refuses")
    expect(cell(page, full_review)).to_contain_text("Cannot go here · Review is full, 3 of 3.")
    expect(cell(page, done)).to_have_attribute("data-drop", "takes")
    expect(cell(page, done)).to_contain_text("Can go here")
    expect(cell(page, build)).to_contain_text("It is here")
    page.mouse.up()
    expect(page.locator("[data-drop]")).to_have_count(0)
    expect(page.locator(".hint")).to_have_count(0)


def test_a_column_that_lets_in_for_a_reason_says_so(
    at_the_board, pick_up, grace, board, ada, card_in, build, full_review
):
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card = card_in(build)
    page = at_the_board(grace)
    pick_up(card)
    expect(cell(page, full_review)).to_have_attribute("data-drop", "reason")
    expect(cell(page, full_review)).to_contain_text("Needs a reason")
    page.mouse.up()


def test_no_hint_moves_what_lies_under_the_hand(
    at_the_board, pick_up, grace, card_in, build, full_review
):
    card = card_in(build)
    page = at_the_board(grace)
    before = page.locator("#card-1").bounding_box()
    pick_up(card)
    expect(cell(page, full_review)).to_contain_text("Cannot go here")
    assert page.locator("#card-1").bounding_box() == before
    page.mouse.up()


def test_a_drop_is_decided_without_hints(
    at_the_board, pick_up, carry_to, grace, card_in, build, review
):
    card = card_in(build)
    page = at_the_board(grace)
    page.route("**/placement/", lambda route: route.abort())
    pick_up(card)
    carry_to(review)
    page.mouse.up()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    assert card.as_now().column == review


def test_hints_that_come_after_the_drop_are_not_shown(
    at_the_board, pick_up, carry_to, grace, card_in, build, review
):
    waiting = []
    card = card_in(build)
    page = at_the_board(grace)
    page.route("**/placement/", lambda route: waiting.append(route))
    pick_up(card)
    carry_to(review)
    page.mouse.up()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    for route in waiting:
        route.continue_()
    assert len(waiting) == 1
    expect(page.locator("[data-drop]")).to_have_count(0)


def test_a_column_that_has_filled_since_the_hint_refuses_the_drop(
    at_the_board, pick_up, carry_to, grace, ada, board, card_in, build, review
):
    board.limit_column(review, 1, by=ada)
    card, other = card_in(build), card_in(build)
    page = at_the_board(grace)
    pick_up(card)
    expect(cell(page, review)).to_contain_text("Can go here · 1 free")
    other.move_to(review, by=ada)
    carry_to(review)
    page.mouse.up()
    expect(page.locator("#notices")).to_contain_text("Review is full, 1 of 1.")
    assert card.as_now().column == build

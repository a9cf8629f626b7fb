"""A card is dragged, and the server decides."""

import pytest
from playwright.sync_api import expect

from board.models import Limit


@pytest.fixture
def drag(page, pick_up, carry_to):
    """Drag a card onto a column, as a hand does: down, a little, there, up."""

    def to_column(card, column):
        pick_up(card)
        carry_to(column)
        page.mouse.up()

    return to_column


def test_a_card_is_dragged_into_another_column(at_the_board, drag, grace, card_in, build, review):
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, review)
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    expect(page.locator(f"#head-{review.pk} b")).to_have_text("1")
    expect(page.locator(f"#head-{build.pk} b")).to_have_text("0")
    assert card.as_now().column == review


@pytest.fixture
def looks_at_no_interval(page):
    """A page whose library for dragging does not look under the pointer between two movements."""
    page.add_init_script(
        "const every = setInterval;"
        "window.setInterval = (call, ms, ...rest) => (ms === 50 ? 0 : every(call, ms, ...rest));"
    )


def test_a_quick_drop_ends_where_the_pointer_is_let_go(
    looks_at_no_interval, at_the_board, drag, grace, card_in, build, review
):
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, review)
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    assert card.as_now().column == review


def test_a_full_column_gives_the_card_back_and_says_why(
    at_the_board, drag, grace, card_in, build, full_review
):
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, full_review)
    expect(page.locator("#notices")).to_contain_text("Review is full, 3 of 3. Oldest there: SLU-1")
    expect(page.locator(f"#column-{build.pk} #card-4")).to_be_visible()
    expect(page.locator("#card-4 .card__title a")).to_be_focused()
    assert card.as_now().column == build


@pytest.fixture
def refused(at_the_board, drag, grace, board, card_in, build, full_review, ada):
    """SLU-4, just refused by Review, which lets in for a reason."""
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, full_review)
    expect(page.locator("#refusal")).to_be_visible()
    return card


def test_a_refused_card_is_swapped_from_there(page, refused, full_review, build):
    page.get_by_role("button", name="Swap with SLU-1").click()
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_be_visible()
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    expect(page.locator("#refusal")).to_have_count(0)
    assert refused.as_now().column == full_review


def test_a_swap_is_undone_from_the_message(page, refused, full_review, build):
    page.get_by_role("button", name="Swap with SLU-1").click()
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#column-{build.pk} #card-4")).to_be_visible()
    expect(page.locator(f"#column-{full_review.pk} #card-1")).to_be_visible()
    assert refused.as_now().column == build


def test_a_refused_card_is_let_in_for_a_reason_from_there(page, refused, full_review):
    page.get_by_text("Override…").click()
    page.get_by_label("Why must it go past the limit?").fill("the auditor leaves on Wednesday")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_contain_text("the auditor leaves")
    expect(page.locator(f"#head-{full_review.pk}")).to_contain_text("1 over")
    assert refused.overrides.get().reason == "the auditor leaves on Wednesday"
    assert Limit.objects.get().overrides.count() == 1


def test_a_move_is_undone_from_the_message(at_the_board, drag, grace, card_in, build, review):
    card = card_in(build)
    page = at_the_board(grace)
    drag(card, review)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    assert card.as_now().column == build


def test_a_card_that_somebody_else_has_moved_is_shown_where_it_is(
    hears_nothing, at_the_board, drag, grace, ada, card_in, build, review, done
):
    card = card_in(build)
    page = at_the_board(grace)
    card.move_to(done, by=ada)
    drag(card, review)
    expect(page.locator("#notices")).to_contain_text("It is in Done now")
    expect(page.locator(f"#column-{done.pk} #card-1")).to_be_visible()
    expect(page.locator("#card-1")).to_have_count(1)


def test_a_card_that_is_moved_under_the_finger_is_not_drawn_before_it_is_let_go(
    at_the_board, listening, carry_to, grace, ada, card_in, ideas, build, review, done
):
    card = card_in(build)
    page = at_the_board(grace)
    expect(page.locator("#live-state")).to_have_text("Live")
    page.locator("#card-1").hover()
    page.mouse.down()
    card.move_to(done, by=ada)
    card_in(ideas, "News")
    expect(page.locator("#card-2")).to_be_visible()
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    carry_to(review)
    page.mouse.up()
    expect(page.locator("#notices")).to_contain_text("It is in Done now")
    expect(page.locator(f"#column-{done.pk} #card-1")).to_be_visible()
    expect(page.locator("#card-1")).to_have_count(1)


def test_without_an_answer_the_card_goes_back_and_it_is_said(
    at_the_board, drag, grace, card_in, build, review
):
    card = card_in(build)
    page = at_the_board(grace)
    page.route("**/move/", lambda route: route.abort())
    drag(card, review)
    expect(page.locator("#notices")).to_contain_text("Sluice did not answer")
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    assert card.as_now().column == build
    page.complaints.clear()  # Chromium reports the broken connection


def test_two_cards_change_their_order_by_a_drag(at_the_board, drag, grace, card_in, build):
    first, second = card_in(build), card_in(build)
    page = at_the_board(grace)
    drag(first, build)
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Build.")
    assert list(build.cards.in_order()) == [second, first]


def test_a_click_still_opens_the_card(at_the_board, grace, card_in, build):
    card_in(build, "Open me")
    page = at_the_board(grace)
    page.get_by_role("link", name="Open me").click()
    expect(page.get_by_role("heading", name="Open me")).to_be_visible()
    expect(page).to_have_url(f"{page.url.partition('/boards')[0]}/boards/SLU/cards/1/")


def test_a_card_is_added_at_the_foot_of_a_column(at_the_board, grace, build, board):
    page = at_the_board(grace)
    page.get_by_label("New card in Build").fill("From the foot")
    page.keyboard.press("Enter")
    expect(page.locator(f"#column-{build.pk} #card-1")).to_contain_text("From the foot")
    expect(page.get_by_label("New card in Build")).to_have_value("")
    assert board.cards.get().column == build


def test_a_card_that_is_added_at_the_foot_stands_in_the_lane_above_it(
    at_the_board, grace, ada, build, board
):
    lane = board.add_lane("Below", by=ada)
    page = at_the_board(grace)
    page.get_by_label("New card in Build").fill("From the foot")
    page.keyboard.press("Enter")
    expect(page.locator(f"#cards-{build.pk}-{lane.pk} #card-1")).to_be_visible()


def test_a_title_that_was_refused_stays_in_its_field(at_the_board, grace, full_review):
    page = at_the_board(grace)
    page.get_by_label("New card in Review").fill("One too many")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Review is full")
    expect(page.get_by_label("New card in Review")).to_have_value("One too many")


def test_a_free_slot_pulls_the_card_that_it_names(
    at_the_board, grace, board, card_in, build, review, ada
):
    board.limit_column(review, 2, by=ada)
    card = card_in(build)
    page = at_the_board(grace)
    page.get_by_role("button", name="2 free: pull SLU-1").click()
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    assert card.as_now().column == review

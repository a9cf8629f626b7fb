"""The board by keyboard alone."""

import pytest
from playwright.sync_api import expect


def focused(page, number):
    return expect(page.locator(f"#card-{number} .card__title a")).to_be_focused()


@pytest.fixture
def press(page):
    return page.keyboard.press


def test_arrows_walk_the_cards(at_the_board, press, grace, card_in, ideas, build, done):
    card_in(ideas), card_in(ideas), card_in(build), card_in(done)
    page = at_the_board(grace)
    press("ArrowDown")
    focused(page, 1)
    press("ArrowDown")
    focused(page, 2)
    press("ArrowUp")
    focused(page, 1)
    press("ArrowRight")
    focused(page, 3)
    press("ArrowRight")  # Review is empty
    focused(page, 4)
    press("ArrowRight")
    focused(page, 4)
    press("ArrowLeft")
    focused(page, 3)
    press("Enter")
    page.wait_for_url("**/cards/3/")


def test_a_whole_day_without_a_mouse(
    at_the_board, press, grace, ada, board, card_in, ideas, build, review
):
    """New, moved, undone, blocked, refused, swapped, and everything by keys."""
    board.limit_column(review, 1, by=ada)
    page = at_the_board(grace)
    menu = page.get_by_role("dialog")
    press("n")
    expect(page.get_by_label("New card in Ideas")).to_be_focused()
    page.keyboard.type("Chart the m, b and n shoals")
    press("Enter")
    expect(page.locator("#card-1")).to_contain_text("Chart the m, b and n shoals")
    page.get_by_label("New card in Ideas").blur()
    press("ArrowDown")
    press("m")
    expect(menu.get_by_role("button", name="Build")).to_be_focused()
    press("3")
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    focused(page, 1)
    press("z")
    expect(page.locator(f"#column-{ideas.pk} #card-1")).to_be_visible()
    focused(page, 1)
    press("m")
    expect(menu.get_by_role("button", name="Build")).to_be_focused()
    press("r")
    expect(menu.get_by_role("button", name="Review")).to_be_focused()
    press("ArrowUp")
    press("Enter")
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    focused(page, 1)
    press("b")
    expect(menu.get_by_label("What is in the way?")).to_be_focused()
    page.keyboard.type("no tide")
    press("Enter")
    expect(page.locator("#card-1")).to_contain_text("no tide")
    focused(page, 1)
    press("b")
    expect(menu.get_by_role("button", name="Unblock")).to_be_focused()
    press("Enter")
    expect(page.locator("#card-1")).not_to_contain_text("no tide")


def test_a_refusal_is_answered_by_keys(at_the_board, press, grace, card_in, build, full_review):
    card = card_in(build)
    page = at_the_board(grace)
    page.locator("#card-4 .card__title a").focus()
    press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("3")
    expect(page.locator("#refusal")).to_contain_text("Review is full, 3 of 3.")
    focused(page, 4)
    press("Tab")
    expect(page.get_by_role("button", name="Swap with SLU-1")).to_be_focused()
    press("Enter")
    expect(page.locator(f"#column-{full_review.pk} #card-4")).to_be_visible()
    focused(page, 4)
    assert card.as_now().column == full_review


def test_escape_closes_a_refusal_and_the_focus_is_at_the_card(
    at_the_board, press, grace, ada, board, card_in, build, full_review
):
    board.limit_column(full_review, 3, by=ada, mode="reason")
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-4 .card__title a").focus()
    press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("3")
    page.get_by_text("Override…").click()
    reason = page.get_by_label("Why must it go past the limit?")
    reason.fill("m?z")
    press("Escape")
    expect(reason).to_be_hidden()
    press("Escape")
    expect(page.locator("#refusal")).to_have_count(0)
    focused(page, 4)


def test_help_lists_the_keys_and_escape_closes_it(at_the_board, press, grace, card_in, ideas):
    card_in(ideas)
    page = at_the_board(grace)
    keys = page.get_by_role("dialog", name="Keys")
    press("?")
    expect(keys).to_contain_text("undo the last move")
    press("ArrowDown")
    expect(page.locator("#card-1 .card__title a")).not_to_be_focused()
    press("Escape")
    expect(keys).to_be_hidden()


def test_what_is_typed_is_no_command(at_the_board, press, grace, card_in, build):
    card_in(build)
    page = at_the_board(grace)
    typed = page.get_by_label("New card in Build")
    typed.focus()
    page.keyboard.type("mbnz/?")
    expect(typed).to_have_value("mbnz/?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_with_a_modifier_stay_the_browsers(at_the_board, press, grace, card_in, build):
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    press("Control+m")
    press("Alt+b")
    focused(page, 1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_only_looks_walks_and_changes_nothing(at_the_board, press, vera, card_in, build):
    card_in(build)
    page = at_the_board(vera)
    press("ArrowDown")
    focused(page, 1)
    for key in "mbnz":
        press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    focused(page, 1)
    press("?")
    expect(page.get_by_role("dialog", name="Keys")).not_to_contain_text("block")


def test_a_slash_leads_to_the_filter(at_the_board, press, grace, card_in, build):
    card_in(build, "Chart the shoals"), card_in(build, "Paint the crane")
    page = at_the_board(grace)
    press("/")
    expect(page.get_by_role("search").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("crane")
    expect(page.locator("#card-1")).to_have_count(0)
    expect(page.locator("#card-2")).to_be_visible()


LAYOUTS = [
    ("M", "KeyM"),  # Caps Lock
    ("ь", "KeyM"),  # Cyrillic
    ("Ь", "KeyM"),  # and Caps Lock
    ("צ", "KeyM"),  # Hebrew
    ("μ", "KeyM"),  # Greek
    ("ة", "KeyM"),  # Arabic
]


def press_as(page, key, code, **more):
    """The key event of a keyboard with another layout."""
    script = """([key, code, more]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key, code, bubbles: true, cancelable: true, ...more}))"""
    page.evaluate(script, [key, code, more])


@pytest.mark.parametrize(("key", "code"), LAYOUTS)
def test_a_key_is_the_same_on_every_layout(at_the_board, grace, card_in, build, key, code):
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    press_as(page, key, code)
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(
    ("key", "code"), [("3", "Digit3"), ("٣", "Digit3"), ("R", "KeyR"), ("к", "KeyR")]
)
def test_a_way_is_chosen_on_every_layout(at_the_board, grace, card_in, build, review, key, code):
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    page.keyboard.press("m")
    way = page.get_by_role("dialog").get_by_role("button", name="Review")
    expect(page.locator("dialog.ask .way").first).to_be_visible()
    press_as(page, key, code)
    if code == "KeyR":
        expect(way).to_be_focused()
    else:
        expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()


@pytest.mark.parametrize(("key", "code"), [("/", "Slash"), (".", "Slash"), ("ظ", "Slash")])
def test_a_slash_is_found_on_every_layout(at_the_board, grace, key, code):
    page = at_the_board(grace)
    press_as(page, key, code)
    expect(page.get_by_role("searchbox", name="Find cards")).to_be_focused()


def test_another_sign_on_the_same_key_is_no_command(at_the_board, grace, card_in, build):
    card_in(build)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    press_as(page, ",", "KeyM")  # a French keyboard
    press_as(page, ";", "KeyZ")  # Dvorak
    press_as(page, "m", "KeyM", isComposing=True)
    press_as(page, "m", "KeyM", ctrlKey=True)
    expect(page.get_by_role("dialog")).to_have_count(0)
    press_as(page, "m", "Semicolon")  # the letter itself, wherever it stands
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("modifier", ["Control", "Meta"])
def test_a_text_is_saved_by_control_and_enter(
    at_the_board, grace, card_in, build, live_server, modifier
):
    card = card_in(build)
    page = at_the_board(grace)
    page.goto(f"{live_server.url}/boards/SLU/cards/1/edit/description/")
    page.get_by_label("Description").fill("Two lines\nof text")
    page.keyboard.press(f"{modifier}+Enter")
    page.wait_for_url("**/cards/1/")
    assert card.as_now().description.split() == ["Two", "lines", "of", "text"]

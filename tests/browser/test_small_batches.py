"""A card that is too large is refused, split and let in: by mouse, touch, keyboard and as pages."""

import time

import pytest
from playwright.sync_api import expect

from board.models import ChecklistKind
from tests.browser.axe import AT_REST, wrong_with
from tests.browser.test_accessible import SIZES
from tests.browser.test_touch import PHONE, Finger, in_view

TEXTS = [
    "A booking that starts on 1 November pays winter prices",
    "A booking over the change of season pays each night its own price",
    "The invoice names the tariff",
    "A price that was promised stays",
    "The harbour master can change the day",
]


@pytest.fixture
def large(board, ideas, ada):
    """A card with five scenarios, on a board that lets three start, or a reason."""
    board.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    return board.create_card("Winter tariffs", by=ada, column=ideas, scenarios=TEXTS)


def titles(column) -> list[str]:
    return [card.title for card in column.cards.in_order()]


def scenarios(card) -> list[str]:
    return [item.text for item in card.checklist.of_kind(ChecklistKind.SCENARIO).kept()]


def choose(page, text: str, number: int) -> None:
    """Choose by the keys of a radio button which card a line goes to."""
    row = page.get_by_role("radiogroup", name=text)
    expect(row.locator(":checked")).to_be_focused()
    for _step in range(number - int(row.locator(":checked").get_attribute("value"))):
        page.keyboard.press("ArrowRight")
    expect(row.get_by_role("radio", name=f"Card {number}")).to_be_checked()


def test_a_dragged_card_is_refused_split_by_keyboard_and_goes_in_while_another_window_sees_all(
    listening, at_the_board, second_window, pick_up, carry_to, grace, large, ideas, build
):
    page, other = at_the_board(grace), second_window()
    for each in (page, other):
        expect(each.locator("#live-state")).to_have_text("Live")
    pick_up(large)
    carry_to(build)
    page.mouse.up()
    began = time.monotonic()
    expect(page.locator("#refusal")).to_contain_text(
        "SLU-1 is too large to start: 5 scenarios, at most 3. Split it, or start it with a reason."
    )
    press = page.keyboard.press  # from here on by keyboard alone
    expect(page.locator("#card-1 .card__title a")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("link", name="Split it")).to_be_focused()
    press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("SLU-1 is too large to start: 5 scenarios")
    for text, number in zip(TEXTS, (1, 1, 2, 2, 3), strict=True):
        choose(page, text, number)
        press("Tab")
    expect(page.get_by_label("Card 2", exact=True).last).to_be_focused()
    press("ControlOrMeta+a")
    page.keyboard.type("Invoices name the tariff")
    press("Tab")
    press("ControlOrMeta+a")
    page.keyboard.type("The day can be changed")
    press("Enter")
    expect(page.locator("#notices")).to_contain_text("SLU-1 is split. New: SLU-2")
    expect(page.locator("#card-1 .card__title a")).to_be_focused()
    assert titles(ideas) == [
        "Winter tariffs",
        "Invoices name the tariff",
        "The day can be changed",
    ]
    assert scenarios(large) == TEXTS[:2]
    expect(other.locator(f"#column-{ideas.pk} .card")).to_have_count(3)
    press("m")
    expect(page.get_by_role("dialog").get_by_role("button", name="Build")).to_be_visible()
    press("2")
    expect(page.locator(f"#column-{build.pk} #card-1")).to_be_visible()
    assert time.monotonic() - began < 60
    expect(other.locator(f"#column-{build.pk} #card-1")).to_contain_text("0/2")
    expect(other.locator(f"#column-{ideas.pk} .card")).to_have_count(2)
    expect(other.locator(f"#head-{build.pk} b")).to_have_text("1")


def test_a_split_is_made_and_undone_by_mouse(
    at_the_board, pick_up, carry_to, grace, large, ideas, build
):
    page = at_the_board(grace)
    pick_up(large)
    carry_to(build)
    page.mouse.up()
    page.get_by_role("link", name="Split it").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Can a user see it?")
    row = dialog.get_by_role("radiogroup", name=TEXTS[4])
    row.get_by_text("Card 3").click(force=True)
    dialog.get_by_label("Card 3", exact=True).last.fill("The day")
    dialog.get_by_role("button", name="Split").click()
    expect(page.locator(f"#column-{ideas.pk} .card")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#column-{ideas.pk} .card")).to_have_count(1)
    assert scenarios(large) == TEXTS


def test_a_split_without_a_title_says_so_in_the_dialog(at_the_board, grace, large):
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("2")
    page.get_by_role("link", name="Split it").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Card 2", exact=True).last.fill("")
    dialog.get_by_role("button", name="Split").click()
    expect(dialog.get_by_text("This card needs a title.")).to_be_visible()
    expect(dialog.get_by_label("Card 2", exact=True).last).to_be_focused()
    page.complaints[:] = [said for said in page.complaints if "status of 422" not in said]
    assert large.board.cards.count() == 1


def test_another_card_is_asked_for_by_keyboard_and_what_was_chosen_stays(
    at_the_board, grace, large, ideas
):
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("2")
    page.get_by_role("link", name="Split it").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radiogroup", name=TEXTS[4]).get_by_role("radio", name="Card 3").focus()
    page.keyboard.press("Space")
    dialog.get_by_label("Card 3", exact=True).last.fill("The day")
    dialog.get_by_role("button", name="Another card").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Card 4", exact=True).last).to_be_focused()
    page.keyboard.type("The promise")
    expect(dialog.get_by_label("Card 3", exact=True).last).to_have_value("The day")
    row = dialog.get_by_role("radiogroup", name=TEXTS[4])
    expect(row.get_by_role("radio", name="Card 3")).to_be_checked()
    row = dialog.get_by_role("radiogroup", name=TEXTS[3])
    row.get_by_role("radio", name="Card 2").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    dialog.get_by_label("Card 2", exact=True).last.fill("")
    dialog.get_by_label("Card 4", exact=True).last.press("Enter")
    expect(page.locator("#notices")).to_contain_text("SLU-1 is split.")
    assert titles(ideas) == ["Winter tariffs", "The day", "The promise"]
    assert scenarios(large) == TEXTS[:3]


def test_the_hint_of_a_drag_says_that_the_card_needs_a_reason(
    at_the_board, pick_up, grace, large, build
):
    page = at_the_board(grace)
    pick_up(large)
    expect(page.locator(f"#column-{build.pk}")).to_contain_text("Needs a reason")
    page.mouse.up()


def test_the_words_of_move_to_say_why(at_the_board, grace, large):
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    page.keyboard.press("m")
    way = page.get_by_role("dialog").get_by_role("button", name="Build")
    expect(way).to_contain_text("too large to start: 5 scenarios, at most 3")


def test_a_reason_lets_it_in_and_stands_on_the_card(
    at_the_board, pick_up, carry_to, grace, large, build
):
    page = at_the_board(grace)
    pick_up(large)
    carry_to(build)
    page.mouse.up()
    page.get_by_text("Override…").click()
    page.get_by_label("Why may it pass?").fill("it was promised")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator(f"#column-{build.pk} #card-1")).to_contain_text("it was promised")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("size", "width", "height"), SIZES)
def test_dialog_refusal_and_sheet_can_be_used_by_everybody(
    page, at_the_board, grace, large, size, width, height, theme
):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    large.add_to_checklist("step", ["Given a key\nWhen it turns"], by=grace, done=True)
    at_the_board(grace)
    page.locator("#card-1 .card__title a").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#refusal")).to_be_visible()
    page.get_by_text("Override…").click()
    wrong = wrong_with(page)
    page.get_by_role("link", name="Split it").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    wrong += wrong_with(page)
    page.keyboard.press("Escape")
    page.locator("#card-1 .card__title a").click()
    expect(page.locator("#sheet")).to_contain_text("Scenarios, 0 of 5 hold")
    wrong += wrong_with(page)
    assert wrong == []


def test_scenarios_are_written_ticked_and_ordered_by_keyboard_and_seen_elsewhere(
    listening, at_the_board, second_window, grace, card_in, build
):
    card = card_in(build)
    page, other = at_the_board(grace), second_window()
    expect(other.locator("#live-state")).to_have_text("Live")
    page.locator("#card-1 .card__title a").click()
    field = page.get_by_label("Add a scenario")
    field.fill("One")
    field.press("Enter")
    expect(page.locator(".scenario")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("Two")
    field.press("Enter")
    expect(page.locator(".scenario")).to_have_count(2)
    expect(other.locator("#card-1")).to_contain_text("0/2")
    page.get_by_role("checkbox", name="One").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="One")).to_be_checked()
    expect(other.locator("#card-1")).to_contain_text("1/2")
    page.get_by_label("Change: Two").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".scenario").first).to_contain_text("Two")
    assert scenarios(card) == ["Two", "One"]


PARTS_ARE_THERE = """() => {
  const parts = [...document.querySelectorAll("#sheet [id^=part-]")];
  const link = (part) => `:scope > p > a[href="${part.getAttribute("hx-get")}"]`;
  return parts.length > 0 && !parts.some((part) => part.querySelector(link(part)));
}"""


def test_scenarios_are_ordered_by_dragging(at_the_board, grace, card_in, build):
    card = card_in(build)
    card.add_to_checklist("scenario", ["One", "Two", "Three"], by=grace)
    page = at_the_board(grace)
    page.locator("#card-1 .card__title a").click()
    page.wait_for_function(PARTS_ARE_THERE)  # they stand above the scenarios
    page.locator(".scenario__grip").last.scroll_into_view_if_needed()
    page.evaluate(AT_REST)  # the sheet lies where it will stay
    grip = page.locator(".scenario__grip").last.bounding_box()
    first = page.locator(".scenario").first.bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + 4, grip["y"] - 8, steps=5)
    page.mouse.move(first["x"] + 8, first["y"] + first["height"] / 4, steps=12)
    expect(page.locator(".scenario").first).to_contain_text("Three")  # it makes room in time
    page.mouse.up()
    for _attempt in range(50):
        if scenarios(card) == ["Three", "One", "Two"]:
            break
        page.wait_for_timeout(100)
    assert scenarios(card) == ["Three", "One", "Two"]


class TestOnAPhone:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"viewport": PHONE, "has_touch": True, "is_mobile": True}

    def test_a_card_is_refused_and_split_by_touch(self, at_the_board, page, grace, large, build):
        finger = Finger(page)
        at_the_board(grace)
        finger.press(large)
        finger.to(388, 400)
        finger.hold(388, 400, until=lambda: in_view(page, build))
        finger.to(200, 400)
        finger.up()
        expect(page.locator("#refusal")).to_contain_text("SLU-1 is too large to start")
        page.get_by_role("link", name="Split it").tap()
        dialog = page.get_by_role("dialog")
        box = dialog.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        dialog.get_by_role("radiogroup", name=TEXTS[2]).get_by_text("Card 2").tap()
        dialog.get_by_role("button", name="Split").tap()
        expect(page.locator("#notices")).to_contain_text("SLU-1 is split. New: SLU-2")
        assert scenarios(large) == TEXTS[:2]


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_a_card_is_refused_split_and_started_by_pages_alone(
        self, at_the_board, grace, large, ideas, build
    ):
        page = at_the_board(grace)
        page.get_by_role("link", name="Winter tariffs").click()
        page.get_by_label("Column", exact=True).select_option(f"{build.pk}")
        page.get_by_role("button", name="Move", exact=True).click()
        expect(page.locator("main")).to_contain_text("SLU-1 is too large to start: 5 scenarios")
        page.get_by_role("link", name="Split it").click()
        row = page.get_by_role("radiogroup", name=TEXTS[2])
        row.get_by_role("radio", name="Card 2").check(force=True)
        page.get_by_role("button", name="Split", exact=True).click()
        expect(page.locator("article").first).to_contain_text("SLU-2")
        assert len(titles(ideas)) == 2
        page.get_by_label("Column", exact=True).select_option(f"{build.pk}")
        page.get_by_role("button", name="Move", exact=True).click()
        expect(page.locator("article").first).to_contain_text("in Build")
        assert titles(build) == ["Winter tariffs"]

    def test_scenarios_are_written_ticked_and_removed_by_forms(
        self, at_the_board, grace, card_in, build
    ):
        card = card_in(build, "By hand")
        page = at_the_board(grace)
        page.get_by_role("link", name="By hand").click()
        page.get_by_label("Add a scenario").fill("One\nTwo")
        page.locator("#add-scenario").get_by_role("button", name="Add").click()
        page.get_by_role("checkbox", name="One").click()
        expect(page.locator("#scenarios")).to_have_text("Scenarios, 1 of 2 hold")
        page.get_by_label("Change: Two").click()
        page.get_by_role("button", name="Remove").click()
        expect(page.locator(".scenario")).to_have_count(1)
        assert scenarios(card) == ["One"]

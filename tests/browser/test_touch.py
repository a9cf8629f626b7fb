"""A finger moves a card: a long press takes it, the page scrolls along, a swipe only scrolls."""

import pytest
from playwright.sync_api import expect

from board.models import Card

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture
def finger(page):
    return Finger(page)


class Finger:
    """One finger on the screen, through the browser's own touch events."""

    def __init__(self, page):
        self.page = page
        self.devtools = page.context.new_cdp_session(page)

    def down(self, x, y):
        self._touch("touchStart", x, y)

    def to(self, x, y, steps=8):
        for step in range(1, steps + 1):
            self._touch(
                "touchMove",
                self.x + (x - self.x) * step / steps,
                self.y + (y - self.y) * step / steps,
                keep=step < steps,
            )

    def hold(self, x, y, until):
        """Stay there, as little still as a finger is, until something is so."""
        for attempt in range(300):
            self.to(x, y - attempt % 2, steps=1)
            if until():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("nothing came of holding the finger there")

    def up(self):
        self.devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def press(self, card: Card):
        """Down on a card until it is in the hand."""
        self.page.wait_for_function("() => customElements.get('board-columns') !== undefined")
        box = self.page.locator(f"#card-{card.number}").bounding_box()
        self.down(box["x"] + 60, box["y"] + box["height"] / 2)
        expect(self.page.locator(".card--chosen")).to_be_visible()
        self.to(self.x + 6, self.y + 6, steps=3)
        expect(self.page.locator(".card--held")).to_be_visible()

    def _touch(self, kind, x, y, keep=False):
        points = [{"x": x, "y": y}]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        if not keep:
            self.x, self.y = x, y


def in_view(page, column):
    """Whether the column is the one that the phone shows."""
    return page.locator(f"#column-{column.pk}").evaluate(
        "column => { const {left, right} = column.getBoundingClientRect();"
        " return left < innerWidth / 2 && right > innerWidth / 2 }"
    )


def wait_for_view(page, column):
    page.wait_for_function(
        "id => { const {left, right} = document.querySelector(id).getBoundingClientRect();"
        " return left < innerWidth / 2 && right > innerWidth / 2 }",
        arg=f"#column-{column.pk}",
    )


def test_a_card_is_carried_several_columns_away(
    at_the_board, finger, grace, card_in, ideas, review, done
):
    card = card_in(ideas)
    page = at_the_board(grace)
    finger.press(card)
    finger.to(388, 400)
    finger.hold(388, 400, until=lambda: in_view(page, done))
    finger.to(200, 400)
    finger.up()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Done.")
    assert card.as_now().column == done
    wait_for_view(page, done)


def test_a_card_is_carried_to_another_lane(at_the_board, finger, grace, ada, board, ideas, card_in):
    boats = board.add_lane("Boats", by=ada)
    card = card_in(ideas)
    other = board.create_card("Row", column=ideas, lane=boats, by=ada)
    page = at_the_board(grace)
    finger.press(card)
    goal = page.locator(f"#card-{other.number}").bounding_box()
    beside = page.locator(f"#cards-{ideas.pk}-{boats.pk} #card-1")
    finger.hold(200, goal["y"] + goal["height"] - 4, until=beside.is_visible)
    finger.up()
    expect(page.locator(f"#cards-{ideas.pk}-{boats.pk} #card-1")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("was moved to Ideas.")
    assert card.as_now().lane == boats


def test_a_long_column_scrolls_along(at_the_board, finger, grace, card_in, build):
    card, *_others = [card_in(build) for _ in range(25)]
    page = at_the_board(grace)
    page.locator(f"#column-{build.pk}").evaluate("column => column.scrollIntoView()")
    finger.press(card)
    finger.to(200, 780)
    column = page.locator(f"#column-{build.pk}")
    finger.hold(200, 780, until=lambda: column.evaluate("column => column.scrollTop > 600"))
    finger.to(200, 600)
    finger.up()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Build.")
    order = list(build.cards.in_order())
    assert order.index(card) > 8  # it was the first, and eight are in view


def test_a_swipe_over_cards_scrolls_and_takes_none(at_the_board, finger, grace, card_in, build):
    for _ in range(25):
        card_in(build)
    page = at_the_board(grace)
    page.locator(f"#column-{build.pk}").evaluate("column => column.scrollIntoView()")
    finger.down(200, 600)
    finger.to(200, 250, steps=12)
    page.wait_for_function(
        "id => document.querySelector(id).scrollTop > 100", arg=f"#column-{build.pk}"
    )
    expect(page.locator(".card--held")).to_have_count(0)
    finger.up()
    assert [card.number for card in build.cards.in_order()] == list(range(1, 26))


def test_a_swipe_sideways_turns_to_the_next_column(
    at_the_board, finger, grace, card_in, ideas, build
):
    card = card_in(ideas)
    page = at_the_board(grace)
    finger.down(300, 400)
    finger.to(60, 400, steps=12)
    finger.up()
    wait_for_view(page, build)
    expect(page.locator(".card--held")).to_have_count(0)
    assert card.as_now().column == ideas


def test_a_full_column_gives_the_card_back_on_a_phone_too(
    at_the_board, finger, grace, ada, board, card_in, build, done
):
    card_in(done)
    board.limit_column(done, 1, by=ada)
    card = card_in(build)
    page = at_the_board(grace)
    page.locator(f"#column-{build.pk}").evaluate("column => column.scrollIntoView()")
    wait_for_view(page, build)
    finger.press(card)
    finger.to(388, 400)
    finger.hold(388, 400, until=lambda: in_view(page, done))
    finger.to(200, 500)
    finger.up()
    expect(page.locator("#refusal")).to_contain_text("Done is full, 1 of 1.")
    wait_for_view(page, build)
    expect(page.locator(f"#column-{build.pk} #card-2")).to_be_in_viewport()
    note = page.locator("#refusal").bounding_box()
    back = page.locator("#card-2").bounding_box()
    assert back["y"] + back["height"] <= note["y"]
    assert card.as_now().column == build


def test_a_card_is_moved_by_taps_from_its_menu(at_the_board, grace, card_in, ideas, review):
    card = card_in(ideas)
    page = at_the_board(grace)
    page.get_by_role("link", name="SLU-1: move or change").tap()
    page.get_by_role("dialog").get_by_role("button", name="Review").tap()
    expect(page.locator("#notices")).to_contain_text("SLU-1 was moved to Review.")
    wait_for_view(page, review)
    assert card.as_now().column == review

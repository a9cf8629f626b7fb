"""A team walks its board together, each at a window of their own."""

import signal

import pytest
from playwright.sync_api import Page, expect

from flow.standup.models import Standup
from tests.browser.test_accessible import wrong_with


@pytest.fixture
def cards(card_in, build, review, ada):
    """In Review one is blocked and one is not; Build has one."""
    stuck = card_in(review, "Stuck").block(reason="the key", by=ada)
    return [stuck, card_in(review, "Calm"), card_in(build, "Berth map")]


@pytest.fixture
def window(new_context, live_server, browser_of, walk_url):
    """A window of somebody at the standup: `window(grace)`."""

    def opened(person, **options) -> Page:
        context = new_context(**options)
        session = browser_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + walk_url)
        return page

    return opened


@pytest.fixture
def walk_url(board) -> str:
    return f"/boards/{board.key}/standup/"


@pytest.fixture
def led(window, cards, ada) -> Page:
    """Ada's window, in which she has begun the standup."""
    page = window(ada)
    page.get_by_role("button", name="Start the standup").click()
    expect(talked_about(page)).to_contain_text("Stuck")
    return page


def talked_about(page: Page):
    return page.locator(".turn[aria-current]")


def test_who_has_it_open_follows_who_leads(listening, led, window, grace):
    followed = window(grace)
    expect(talked_about(followed)).to_contain_text("Stuck")  # a latecomer is at the right card
    led.keyboard.press("ArrowDown")
    expect(talked_about(led)).to_contain_text("Calm")
    expect(talked_about(followed)).to_contain_text("Calm")
    led.keyboard.press("ArrowLeft")
    expect(talked_about(followed)).to_contain_text("Berth map")
    assert not led.complaints + followed.complaints


def test_without_a_stream_they_follow_all_the_same(led, window, grace):
    followed = window(grace)
    led.keyboard.press("ArrowDown")
    expect(talked_about(followed)).to_contain_text("Calm")


def test_a_stream_that_is_cut_does_not_stop_them(listening, led, window, grace):
    followed = window(grace)
    listening.stop(signal.SIGTERM)
    led.keyboard.press("ArrowDown")
    expect(talked_about(followed)).to_contain_text("Calm")
    listening.start()


def test_the_lead_is_handed_over(led, window, grace):
    followed = window(grace)
    led.get_by_role("button", name="Hand over…").click()
    led.get_by_role("button", name="Grace", exact=True).click()
    expect(led.get_by_text("Grace leads")).to_be_visible()
    expect(followed.get_by_text("You lead")).to_be_visible()
    followed.keyboard.press("ArrowDown")
    expect(talked_about(led)).to_contain_text("Calm")


def test_three_windows_and_one_looks_elsewhere_and_comes_back(led, window, grace, vera):
    looking, viewing = window(grace), window(vera)
    looking.get_by_role("link", name="Ideas").click()
    expect(looking.get_by_text("The standup is at Review.")).to_be_visible()
    led.keyboard.press("ArrowDown")
    expect(talked_about(viewing)).to_contain_text("Calm")
    expect(looking.get_by_role("heading", name="Ideas")).to_be_visible()
    looking.get_by_role("link", name="Back to the others").click()
    expect(talked_about(looking)).to_contain_text("Calm")
    expect(viewing.get_by_role("link", name="Move…")).to_have_count(0)


def test_a_refused_move_in_the_middle_teaches_and_the_walk_goes_on(
    led, board, card_in, build, review, ada
):
    board.limit_column(review, 2, by=ada)
    led.keyboard.press("ArrowLeft")
    expect(talked_about(led)).to_contain_text("Berth map")
    led.keyboard.press("m")
    led.get_by_role("button", name="Review").click()
    expect(led.locator("#notices")).to_contain_text("Review is full, 2 of 2.")
    led.locator("#refusal close-button button, #refusal button[aria-label]").first.click()
    led.keyboard.press("ArrowRight")
    expect(talked_about(led)).to_contain_text("Stuck")


def test_the_whole_walk_by_keyboard_alone(listening, led, cards, ada):
    stuck, _calm, map_ = cards
    led.keyboard.press("u")
    expect(talked_about(led)).not_to_contain_text("Blocked")
    led.keyboard.press("c")
    led.keyboard.type("The key has come.")
    led.keyboard.press("Tab")
    led.keyboard.press("Enter")
    expect(led.locator("[popover]:popover-open")).to_have_count(0)
    led.keyboard.press("n")
    led.keyboard.type("Thank the vendor")
    led.keyboard.press("Enter")
    expect(led.get_by_text("Thank the vendor")).to_be_visible()
    led.keyboard.press("ArrowLeft")
    expect(talked_about(led)).to_contain_text("Berth map")
    led.keyboard.press("b")
    led.keyboard.type("no tiles")
    led.keyboard.press("Enter")
    expect(talked_about(led)).to_contain_text("no tiles")
    led.keyboard.press("s")
    expect(led.get_by_text("Nothing to talk about here.")).to_be_visible()
    led.keyboard.press("e")
    expect(led.get_by_role("heading", name="Agreed")).to_be_visible()
    expect(led.get_by_text("Thank the vendor")).to_be_visible()
    standup = Standup.objects.get()
    assert standup.looks.skipped().numbers() == [map_.number]
    assert stuck.comments.get().text == "The key has come."
    assert not led.complaints


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440, 1920])
def test_it_can_be_used_by_everybody(led, window, grace, width, theme):
    page = window(grace, viewport={"width": width, "height": 900}, color_scheme=theme)
    expect(talked_about(page)).to_be_visible()
    assert wrong_with(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

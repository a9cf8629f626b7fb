"""A team walks its board together, each at a window of their own."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from board.models import Mode
from flow.standup.models import Standup
from flow.together.meeting import AWAY
from tests.browser.axe import wrong_with


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


def tab_to(page: Page, words: str) -> None:
    """Go on with the Tab key until the focus is on what says this."""
    for _step in range(8):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"The keyboard does not come to {words}")


@contextmanager
def looks_again(page: Page) -> Iterator[None]:
    """In this block the page asks for the standup again, and is done with the answer at its end."""
    page.evaluate(LISTEN_FOR_A_LOOK)
    yield
    page.wait_for_function("() => window.hasLooked")


LISTEN_FOR_A_LOOK = """() => {
  window.hasLooked = false;
  document.addEventListener("htmx:finally:request", ({ detail }) => {
    window.hasLooked ||= detail.ctx.sourceElement?.id === "standup";
  });
}"""


def choose_way(page: Page, digit: str) -> None:
    """Move the present card by its menu and a digit."""
    page.keyboard.press("m")
    expect(page.locator("dialog.ask .way").first).to_be_visible()
    page.keyboard.press(digit)


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


def test_each_step_is_seen_elsewhere_at_once(listening, led, window, grace):
    """Within half a second; a busy machine gets more, but less than the page's own look every five."""
    followed = window(grace)
    expect(followed.locator("#live-state")).to_have_text("Live")
    for page in (led, followed):
        page.evaluate(SEEN)
    ways = [("ArrowDown", "Calm"), ("ArrowUp", "Stuck")] * 3
    for key, words in ways:
        led.keyboard.press(key)
        for page in (led, followed):
            expect(talked_about(page)).to_contain_text(words)
    here, there = (page.evaluate("seen") for page in (led, followed))
    late = [after - before for before, after in zip(here, there, strict=True)]
    assert len(late) == len(ways)
    assert max(late) < 2500


SEEN = """
    window.seen = [];
    let last = document.querySelector(".turn[aria-current]").id;
    new MutationObserver(() => {
      const now = document.querySelector(".turn[aria-current]")?.id;
      if (now && now !== last) seen.push(Date.now());
      last = now ?? last;
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
"""


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
    led.keyboard.press("h")
    expect(led.get_by_role("button", name="Grace", exact=True)).to_be_focused()
    led.keyboard.press("Enter")
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
    led.keyboard.press("ArrowRight")
    expect(talked_about(led)).to_contain_text("Stuck")
    expect(led.locator("#notices")).to_be_empty()


def test_escape_closes_what_is_open_before_it_leaves(led, board, review, ada):
    board.limit_column(review, 2, by=ada)
    led.keyboard.press("ArrowLeft")
    expect(talked_about(led)).to_contain_text("Berth map")
    led.keyboard.press("m")
    led.get_by_role("button", name="Review").click()
    expect(led.locator("#refusal")).to_be_visible()
    led.keyboard.press("Escape")
    expect(led.locator("#refusal")).to_have_count(0)
    led.keyboard.press("n")
    expect(led.locator("#note")).to_be_visible()
    led.keyboard.press("Escape")
    expect(led.locator("#note")).to_be_hidden()
    led.keyboard.press("?")
    expect(led.get_by_role("dialog", name="Keys")).to_be_visible()
    led.keyboard.press("Escape")
    expect(led.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(talked_about(led)).to_contain_text("Berth map")
    led.keyboard.press("Escape")
    led.wait_for_url("**/boards/SLU/")


def test_a_refused_move_is_overridden_from_here_by_keyboard_alone(led, board, review, cards, ada):
    board.limit_column(review, 2, mode=Mode.REASON, by=ada)
    led.keyboard.press("ArrowLeft")
    expect(talked_about(led)).to_contain_text("Berth map")
    choose_way(led, "3")
    expect(led.locator("#refusal")).to_be_visible()
    tab_to(led, "Override…")
    led.keyboard.press("Enter")
    expect(led.locator("#override-reason")).to_be_focused()
    led.keyboard.type("the auditor waits")
    led.keyboard.press("Enter")
    expect(led.locator(".since")).to_contain_text("Review exceeds its limit, 3/2", timeout=3000)
    expect(talked_about(led)).to_have_count(0)


def test_a_move_is_seen_at_once_and_taken_back_by_a_key(led, cards):
    choose_way(led, "2")
    expect(talked_about(led)).to_contain_text("Calm", timeout=3000)  # without a stream
    led.keyboard.press("z")
    expect(led.locator(".turn", has_text="Stuck")).to_be_visible(timeout=3000)


def test_what_is_being_typed_stays_while_others_go_on(listening, led, window, grace, cards):
    followed = window(grace)
    expect(talked_about(followed)).to_contain_text("Stuck")
    followed.keyboard.press("c")
    followed.keyboard.type("The key has")
    with looks_again(followed):
        led.keyboard.press("ArrowDown")
        expect(talked_about(led)).to_contain_text("Calm")
    expect(talked_about(followed)).to_contain_text("Stuck")  # it has heard, and is not drawn again
    followed.keyboard.type(" come.")
    followed.keyboard.press("Tab")
    followed.keyboard.press("Enter")
    expect(talked_about(followed)).to_contain_text("Calm")
    assert cards[0].comments.get().text == "The key has come."
    assert not followed.complaints


def test_who_waits_for_it_to_begin_has_the_same_hands(window, cards, ada, grace):
    waiting, page = window(grace), window(ada)
    page.get_by_role("button", name="Start the standup").click()
    expect(talked_about(waiting)).to_contain_text("Stuck")
    waiting.keyboard.press("u")
    expect(talked_about(waiting)).not_to_contain_text("Blocked", timeout=3000)
    waiting.keyboard.press("m")
    expect(waiting.get_by_role("dialog")).to_be_visible()


def test_a_lead_whose_window_is_gone_is_replaced_after_a_minute(led, window, grace):
    followed = window(grace)
    expect(followed.get_by_text("Ada leads")).to_be_visible()
    led.close()
    Standup.objects.update(led_at=timezone.now() - AWAY)
    expect(followed.get_by_text("You lead")).to_be_visible()
    followed.keyboard.press("ArrowDown")
    expect(talked_about(followed)).to_contain_text("Calm")


def test_the_whole_walk_by_keyboard_alone(listening, led, cards, ada):
    stuck, _calm, map_ = cards
    led.keyboard.press("u")
    expect(talked_about(led)).not_to_contain_text("Blocked")
    led.keyboard.press("c")
    led.keyboard.type("The key has come.")
    led.keyboard.press("Tab")
    led.keyboard.press("Enter")
    expect(led.locator("[popover]:popover-open")).to_have_count(0)
    led.keyboard.press("a")
    led.keyboard.press("Space")
    led.keyboard.press("Enter")
    expect(talked_about(led).get_by_role("img", name="Ada")).to_be_visible()
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
    expect(led.get_by_text("This ends the standup for everybody.")).to_be_visible()
    led.keyboard.press("Enter")
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


def test_actions_noted_one_after_the_other_over_a_slow_line_are_all_kept(led):
    led.route("**/standup/note/", lambda route: (led.wait_for_timeout(250), route.continue_()))
    for text in ("Call the vendor", "Order tiles", "Thank Grace"):
        led.keyboard.press("n")
        expect(led.locator("#note-text")).to_be_focused()
        led.keyboard.type(text)
        led.keyboard.press("Enter")
        expect(led.locator(".standup__keys")).to_contain_text(text)
    agreed = led.get_by_role("region", name="Agreed").get_by_role("listitem")
    expect(agreed).to_have_text(["Call the vendor Ada", "Order tiles Ada", "Thank Grace Ada"])
    noted = Standup.objects.get().actions.order_by("pk").values_list("text", flat=True)
    assert list(noted) == ["Call the vendor", "Order tiles", "Thank Grace"]


def test_the_end_is_asked_for_and_seen_by_everybody(listening, led, window, grace):
    followed = window(grace)
    expect(followed.locator("#live-state")).to_have_text("Live")
    led.keyboard.press("E")
    expect(led.get_by_role("button", name="End the standup", exact=True)).to_be_focused()
    led.get_by_role("button", name="Go on").click()
    assert Standup.objects.get().ended_at is None
    led.keyboard.press("e")
    led.keyboard.press("Enter")
    followed.wait_for_url("**/standup/kept/*/")
    expect(followed.get_by_role("heading", name="Agreed")).to_be_visible()


def test_the_board_announces_a_standup_and_leads_to_it(listening, led, sign_in, live_server, grace):
    page = sign_in(grace)
    page.goto(f"{live_server.url}/boards/SLU/")
    page.get_by_role("link", name="Ada leads a standup: join").click()
    expect(page.get_by_text("Ada leads")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Ada leads a standup: join")).to_be_visible()
    Standup.objects.get().end()
    expect(page.get_by_role("link", name="Ada leads a standup: join")).to_have_count(0)

"""A real Chromium, the machine's own, on a real server with a real database."""

import os
import shutil
from pathlib import Path
from threading import Lock

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect

from tests.patience import eventually

# The shell is Chromium without what draws windows: a page costs a third less. CHROMIUM names another.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

expect.set_options(timeout=15_000)  # a machine may be busy

# Playwright's loop runs in the thread of the test, and Django would take it for an async view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": QUIET}


def is_ours(said) -> bool:
    """An error that a page of ours made.

    Not that a page without an icon has none, for the browser asks on its own; and not that the
    board said no, for a refusal is an answer like any other; nor that a server was away, which the
    page says itself.
    """
    asked_for_an_icon = said.location["url"].endswith("/favicon.ico")
    is_answer = "status of 409" in said.text or "net::ERR_" in said.text
    return said.type == "error" and not asked_for_an_icon and not is_answer


@pytest.fixture
def page(page):
    """A page that fails the test when it asked for what its policy forbids, or its scripts broke."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_ours(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    page.complaints = complaints
    yield page
    assert not complaints


class Unanswered:
    """How many requests this process has begun to answer, and not ended."""

    def __init__(self):
        self.lock, self.number = Lock(), 0

    def began(self, **_facts):
        with self.lock:
            self.number += 1

    def ended(self, **_facts):
        with self.lock:
            self.number -= 1


@pytest.fixture(autouse=True)
def no_request_outlives_its_test():
    """What a page asked last is answered before the database is emptied for the next test.

    A request that still runs would hold what is emptied, or write again what is gone. Fixtures end
    in the opposite order: the page is closed by now, the database is emptied after this.
    """
    unanswered = Unanswered()
    request_started.connect(unanswered.began)
    request_finished.connect(unanswered.ended)
    yield
    eventually(lambda: unanswered.number <= 0)
    request_started.disconnect(unanswered.began)
    request_finished.disconnect(unanswered.ended)


@pytest.fixture(autouse=True)
def no_stream(settings):
    """Pages ask for the version now and then, unless a test starts a stream."""
    settings.LIVE_URL = ""


@pytest.fixture
def listening(settings, stream):
    """The pages know where the stream is, and their policy lets them listen."""
    address = f"http://127.0.0.1:{stream.port}"
    settings.LIVE_URL = f"{address}/live/"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"connect-src": [*policy["connect-src"], address]}
    }
    return stream


@pytest.fixture
def sign_in(page, live_server, client):
    """Put a person's session into the browser, without the form."""

    def as_person(person):
        client.force_login(person)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )
        return page

    return as_person


@pytest.fixture
def at_the_board(sign_in, live_server, board):
    """The board's page, opened by somebody: `at_the_board(grace)`."""

    def open_as(person):
        page = sign_in(person)
        page.goto(f"{live_server.url}/boards/{board.key}/")
        return page

    return open_as


@pytest.fixture
def hears_nothing(page):
    """A page for which the board never changes: it shows what was there when it was opened."""
    page.route("**/version/", lambda route: route.fulfill(status=304))


@pytest.fixture
def second_window(browser, live_server, board, ada):
    """What Ada sees at the same time, without doing anything."""
    client = Client()
    client.force_login(ada)
    context = browser.new_context()
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([cookie | {"url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)

    def look():
        page.goto(f"{live_server.url}/boards/{board.key}/")
        return page

    yield look
    context.close()


@pytest.fixture
def pick_up(page):
    """Take a card in the hand: down on it and a little away, so that the drag has begun."""

    def take(card):
        face = page.locator(f"#card-{card.number}")
        face.hover()  # which waits until the face stands still
        held = face.bounding_box()
        page.mouse.down()
        page.mouse.move(held["x"] + held["width"] / 2 + 12, held["y"] + 12, steps=4)
        expect(page.locator(".card--held")).to_be_visible()

    return take


@pytest.fixture
def carry_to(page):
    """Carry what is in the hand to the foot of a column, without letting go."""

    def carry(column):
        goal = page.locator(f"#column-{column.pk} .cards").first.bounding_box()
        page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] - 8, steps=12)

    return carry

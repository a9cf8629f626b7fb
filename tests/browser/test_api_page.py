"""The page that describes the API, in a real Chromium under the policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import wrong_with

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def patience(page: Page):
    """Some two hundred operations are drawn at once, which holds the page up where much else runs."""
    page.set_default_timeout(60_000)


def test_the_description_is_shown_from_our_own_files(live_server, page: Page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_text("/api/v1/boards/{key}/cards/{number}/move")).to_be_visible()
    assert all(url.startswith((live_server.url, "data:")) for url in asked)


def test_the_description_has_a_language_a_heading_and_a_landmark(live_server, page: Page):
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_text("/api/v1/boards/{key}/cards/{number}/move")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_contain_text("Sluice")
    assert wrong_with(page) == []


def test_an_operation_is_opened_by_keyboard(live_server, page: Page):
    page.goto(f"{live_server.url}/api/v1/docs")
    operation = page.locator("button.opblock-summary-control").first
    expect(operation).to_be_visible()
    operation.focus()
    page.keyboard.press("Enter")
    expect(operation).to_have_attribute("aria-expanded", "true")

"""The page that describes the API, in a real Chromium under the policy."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_description_is_shown_from_our_own_files(live_server, page: Page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_text("/api/v1/boards/{key}/cards/{number}/move")).to_be_visible()
    assert all(url.startswith((live_server.url, "data:")) for url in asked)

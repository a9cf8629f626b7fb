"""The tabs of a board on a phone: a row that is longer than the screen shows where one is."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": PHONE}


@pytest.mark.parametrize(
    ("where", "name"), [("", "Board"), ("alerts/", "Alerts"), ("people/", "People")]
)
def test_the_tab_of_this_page_is_in_sight(sign_in, live_server, board, ada, where, name):
    page = sign_in(ada)
    page.goto(f"{live_server.url}/boards/{board.key}/{where}")
    tab = page.get_by_role("navigation", name="Harbour").get_by_role("link", name=name)
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab).to_be_in_viewport(ratio=1)
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]

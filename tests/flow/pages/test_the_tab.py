"""The board's pages lead to its flow, and know nothing of it where it is switched off."""

from django.conf import settings
from django.test import modify_settings

from board import extensions


def test_the_board_has_a_tab_for_its_flow(board, browser_of, grace):
    page = browser_of(grace).get("/boards/SLU/").content.decode()
    assert '<a href="/boards/SLU/flow/">Flow</a>' in page


def test_the_tab_is_marked_on_the_pages_of_flow(board, look):
    assert '<a href="/boards/SLU/flow/" aria-current="page">Flow</a>' in look().content.decode()


@modify_settings(
    INSTALLED_APPS={"remove": [app for app in settings.INSTALLED_APPS if app.startswith("flow.")]}
)
def test_without_flow_nothing_is_added_to_the_board():
    assert extensions.tabs_of_a_board() == []
    assert extensions.parts_of_a_card() == []
    assert extensions.pages_of_all_boards() == []
    assert {name for name, _path in extensions.events_in_words()} == {"batch", "practices"}

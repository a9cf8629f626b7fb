"""What an app shows of cards is told by the board, and drawn by its pages."""

import pytest
from django.apps import apps

from board.display.card.history import HistoryPage
from board.display.fact import Fact
from board.display.page.changes import Changes
from board.display.settings.log import ChangesPage

FACTS = "tests.board.test_told.facts"
SAYS = "tests.board.test_told.says"


def facts(board, rows):
    return {row.number: [Fact("link", f"Fact <{row.number}>")] for row in rows}


def facts_of_columns(board):
    return {next(iter(board.shape.columns)): "3 not in production"}


def says(data):
    return f"was told: {data['what']}"


@pytest.fixture
def an_app(monkeypatch):
    """The board as an app that says something of cards, of columns and of its events."""
    app = apps.get_app_config("board")
    monkeypatch.setattr(app, "facts_of_faces", FACTS)
    monkeypatch.setattr(app, "facts_of_columns", f"{__name__}.facts_of_columns", raising=False)
    monkeypatch.setattr(app, "events_in_words", (*app.events_in_words, ("tests", SAYS)))
    return app


@pytest.fixture
def card(card_in, build):
    return card_in(build)


def test_a_fact_of_an_app_stands_on_the_face_and_on_the_page_of_a_card(
    an_app, board, ada, card, browser_of
):
    page = browser_of(ada).get("/boards/SLU/").content.decode()
    assert "Fact &lt;1&gt;" in page
    assert "3 not in production" in page
    assert "Fact &lt;1&gt;" in browser_of(ada).get("/boards/SLU/cards/1/").content.decode()


def test_without_its_practice_an_app_says_nothing(an_app, board, ada, card, browser_of):
    an_app.practice = "delivery"
    try:
        assert "Fact &lt;" not in browser_of(ada).get("/boards/SLU/").content.decode()
        board.switch_practices(by=ada, delivery=True)
        assert "Fact &lt;" in browser_of(ada).get("/boards/SLU/").content.decode()
    finally:
        del an_app.practice


def test_what_is_told_of_a_card_is_an_event_of_its_column(an_app, board, card):
    board.refresh_from_db()
    before = board.version
    board.record_of_app(of="tests", what="deployed", cards=[card])
    board.refresh_from_db()
    assert board.version == before + 1
    assert Changes(board, before).columns == {card.column_id}
    assert "was told: deployed" in HistoryPage(card).lines[0].words


def test_what_is_told_of_the_board_stands_in_its_log(an_app, board):
    board.record_of_app(of="tests", what="red")
    assert ChangesPage(board).changes[0].words == "was told: red"


def test_an_app_that_is_gone_leaves_its_events(board, card):
    board.record_of_app(of="nobody", what="deployed", cards=[card])
    assert "received news from an app" in HistoryPage(card).lines[0].words

"""No two figures of one card, or of one board, contradict each other, wherever they stand."""

import re
from html import unescape

import pytest

from board.models import ApiToken, Board

DAYS = re.compile(r"(\d+(?:\.\d+)?) (?:d\b|days?\b)")
STARTED, BLOCKED = 10, 5  # days ago: both ends counted, 11 and 6 days


def words_of(page: str) -> str:
    """What a page says, without its tags."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def days_in(words: str) -> set[str]:
    return set(DAYS.findall(words))


@pytest.fixture
def card(board, ideas, build, card_in, ada, ago, count):
    """Started ten days ago and still in Build; blocked for the last five."""
    with ago(STARTED):
        card = card_in(build)
    with ago(BLOCKED):
        card.block(reason="no crane", by=ada)
    count()
    return card


@pytest.fixture
def says(browser_of, grace):
    return lambda path: words_of(browser_of(grace).get(path).content.decode())


@pytest.fixture
def api(grace, client):
    token = ApiToken.issue(grace)

    def get(path):
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}).json()

    return get


def test_the_days_of_a_card_are_the_same_on_every_page(card, says, api):
    age, blocked = str(STARTED + 1), str(BLOCKED + 1)
    sheet = says("/boards/SLU/cards/1/")
    assert days_in(sheet) == {age, blocked}
    assert f"{age} d so far, {blocked} d of it blocked" in sheet
    assert days_in(says("/boards/SLU/flow/cards/1/")) == {age}
    assert days_in(says("/boards/SLU/")) >= {age}
    assert days_in(says("/boards/SLU/")) <= {age, blocked}
    assert days_in(says("/boards/SLU/cards/1/placement/")) <= {age, blocked}
    assert api("/boards/SLU/cards/1")["age"] == STARTED + 1
    [aging] = api("/boards/SLU/flow/aging")["items"]
    assert aging["age"] == STARTED + 1
    assert f"Oldest age {age} days" in says("/boards/SLU/flow/")


def test_the_days_of_a_finished_card_add_up_to_its_cycle_time(
    board, build, review, done, card_in, ada, ago, count, says
):
    with ago(9):
        card = card_in(build)
    with ago(6):
        card.move_to(review, by=ada)
    with ago(2):
        card.move_to(done, by=ada)
    count()
    way = says("/boards/SLU/flow/cards/1/")
    assert "8 days, most of it in Review." in way
    sheet = says("/boards/SLU/cards/1/")
    told = dict(re.findall(r"(Build|Review) (\d+) d", sheet))
    assert told == dict(re.findall(r"(Build|Review) (\d+) d", way)) == {"Build": "3", "Review": "5"}


def test_a_card_apart_from_limits_is_in_no_figure_that_is_held_against_a_limit(
    board, build, review, card_in, ada, ago, count, look
):
    expedite = board.class_of("expedite")
    with ago(3):
        board.limit_columns([build, review], 2, by=ada)
        card_in(build), card_in(review)
        card_in(build, service_class=expedite)
    count()
    shown = look().content.decode()
    words = words_of(shown)
    assert "Work in progress 3 limit 2" in words
    assert "1 of them apart from the limit" in words
    chart = words_of(look("charts/wip/").content.decode())
    assert "2 and 1 apart from the limit in progress, within the limit of 2." in chart
    assert Board.objects.get().shape.limits[0].maximum == 2

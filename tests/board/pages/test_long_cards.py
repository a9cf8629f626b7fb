"""A card with a long history is read a page at a time, in as many statements as a short one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def page(browser_of, grace, board):
    client = browser_of(grace)

    def load(card, hx=False, **asked):
        headers = {"HX-Request": "true"} if hx else {}
        return client.get(f"/boards/SLU/cards/{card.number}/", asked, headers=headers)

    return load


def statements(ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return len(asked)


def live(card, build, review, ada, grace, times):
    """Moves, blocks, words and comments: four events a time."""
    for n in range(times):
        card.move_to(review if n % 2 else build, by=ada)
        card.comment(f"said {n}", by=grace)
        card.block(reason=f"reason {n}", by=ada)
        card.unblock(by=grace)


def test_a_card_with_500_events_takes_as_many_statements_as_a_new_one(
    page, card_in, ideas, build, review, ada, grace
):
    short, long = card_in(ideas), card_in(ideas)
    live(short, build, review, ada, grace, 2)
    few = statements(lambda: page(short))
    live(long, build, review, ada, grace, 200)
    assert long.events.count() > 500
    assert statements(lambda: page(long)) == few
    assert few <= 35
    html = page(long).content.decode()
    assert html.count('<li id="comment-') == 20
    assert html.split('<ol class="events">')[1].split("</ol>")[0].count("<li>") == 30
    assert len(html) < 100_000


def test_the_log_is_read_to_its_beginning(page, card_in, build, review, ada, grace):
    card = card_in(build)
    live(card, build, review, ada, grace, 10)
    html = page(card).content.decode()
    assert "Ada made it in Build" not in html
    before = html.split("?before=")[1].split("#")[0]
    assert "Ada made it in Build" in page(card, before=before).content.decode()


def test_who_asks_for_news_gets_them_only_if_there_are_any(page, board, card_in, build, ada):
    card, other = card_in(build), card_in(build)
    board.refresh_from_db()
    other.block(reason="no key", by=ada)
    assert page(card, hx=True, since=board.version, back="sheet").status_code == 204
    card.revise(title="Dig", by=ada)
    news = page(card, hx=True, since=board.version, back="sheet")
    assert "Dig" in news.content.decode()
    assert "<html" not in news.content.decode()


def test_news_are_asked_for_in_few_statements(
    page, board, card_in, build, django_assert_max_num_queries
):
    card = card_in(build)
    board.refresh_from_db()
    page(card)
    with django_assert_max_num_queries(5):
        page(card, hx=True, since=board.version)

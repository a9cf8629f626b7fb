"""A refusal names what to finish instead, and each limit says how many cards it refused."""

from datetime import date, timedelta

import pytest

from board.models import Card, RefusedPull, WipLimitReached
from board.models.limit.refused_pull import SPANS


@pytest.fixture
def refused(board, build, review, card_in, ada):
    """What a pull into Build is refused with: 2 of 2 there, 2 in Review."""
    old, stuck = card_in(build, "Old"), card_in(build, "Stuck")
    _near, young = card_in(review, "Near"), card_in(review, "Blocked and near")
    build.set_pace([1, 2, 3, 5], by=ada)
    Card.objects.filter(pk=old.pk).update(started_at=old.started_at - timedelta(days=9))
    stuck.block(reason="crane", by=ada)
    young.block(reason="crane", by=ada)
    board.limit_column(build, 2, by=ada)
    with pytest.raises(WipLimitReached) as no:
        card_in(build, "New")
    return no.value


def test_the_swarm_list_names_each_card_once_behind_the_limit_first(refused):
    assert [(each.card.title, each.why) for each in refused.explanation.swarm] == [
        ("Old", "aged"),
        ("Stuck", "blocked"),
        ("Blocked and near", "blocked"),
        ("Near", "nearly_done"),
    ]


def test_a_closed_gate_has_nothing_to_swarm_on(board, build, card_in, ada):
    board.limit_column(build, 0, by=ada)
    with pytest.raises(WipLimitReached) as no:
        card_in(build)
    assert no.value.explanation.swarm == []


def test_refusals_are_counted_by_limit_in_seven_and_in_28_days(board, build, card_in, ada):
    limit = board.limit_column(build, 5, by=ada)
    other = board.limit_column(board.columns.get(name="Review"), 5, by=ada)
    card, today = card_in(build), date(2026, 11, 30)
    for back in (0, 6, 7, 27, 28):
        RefusedPull.objects.create(board=board, limit=limit, card=card, on=today - timedelta(back))
    RefusedPull.objects.create(board=board, rule="too_large", card=card, on=today)
    assert SPANS == (7, 28)
    assert board.refused.by_limit(today) == {limit.pk: {7: 2, 28: 4}}
    assert other.pk not in board.refused_pulls


def test_the_page_of_limits_says_what_they_refused(board, refused, browser_of, ada):
    page = browser_of(ada).get("/boards/SLU/settings/").content.decode()
    assert "It refused 1 card in 28 days, 1 of them in the last 7." in page


def test_the_refusal_on_the_page_links_what_to_swarm_on(board, refused, build, browser_of, ada):
    answer = browser_of(ada).post(
        "/boards/SLU/cards/", {"title": "New", "column": build.pk, "lane": board.lanes.get().pk}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Finish one of these instead:" in page
    assert "older than its pace" in page


def test_a_limit_that_is_raised_keeps_why_and_one_that_is_lowered_does_not(board, build, ada):
    limit = board.limit_column(build, 2, by=ada)
    board.change_limit(limit, by=ada, maximum=3, reason="Two more people")
    assert board.events.latest_first()[0].data["reason"] == "Two more people"
    board.change_limit(limit, by=ada, maximum=2, reason="no matter")
    assert "reason" not in board.events.latest_first()[0].data


def test_the_log_and_the_settings_ask_and_tell_why(board, build, browser_of, ada):
    board.limit_column(build, 2, by=ada)
    browser = browser_of(ada)
    url = f"/boards/SLU/columns/{build.pk}/limit/"
    assert "Why, if you raise it" in browser.get(url).content.decode()
    said = {"maximum": 4, "mode": "refuse", "reason": "Two more people"}
    assert browser.post(url, said).status_code == 302
    assert "Two more people" in browser.get("/boards/SLU/settings/changes/").content.decode()

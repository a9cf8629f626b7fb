"""Limits of every scope are written as sentences, with how full they are now."""

import pytest
from django.urls import reverse

from board.models import Mode, Scope, Service


@pytest.fixture
def look(board, browser_of, ada):
    def shown():
        return browser_of(ada).get(reverse("settings", args=[board.key])).content.decode()

    return shown


@pytest.fixture
def add(board, browser_of, ada):
    def post(**said):
        said = {"maximum": 3, "mode": "refuse", "counts_blocked": "on"} | said
        return browser_of(ada).post(reverse("add-limit", args=[board.key]), said)

    return post


def test_a_limit_is_added_with_all_that_it_says(board, build, review, add):
    assert add(
        maximum=2,
        columns=[build.pk, review.pk],
        service_class=board.class_of(Service.INTANGIBLE).pk,
        mode="reason",
        name="Debt",
    ).status_code == (302)
    [limit] = type(board).objects.get().shape.limits
    assert (limit.scope, limit.mode, limit.title) == (Scope.CLASS, Mode.REASON, "Debt")
    assert limit.named_column_ids == [build.pk, review.pk]
    assert (limit.counts_blocked, limit.members_may_override) == (True, False)


def test_each_scope_can_be_said(board, build, add):
    add(each_person="each")
    add(lane=board.lanes.get().pk)
    add(columns=[build.pk], lane=board.lanes.get().pk)
    add()
    scopes = [limit.scope for limit in type(board).objects.get().shape.limits]
    assert scopes == [Scope.PERSON, Scope.LANE, Scope.CELL, Scope.BOARD]


def test_the_page_says_what_it_does_and_how_full_it_is(look, add, build, card_in, grace, ada):
    card_in(build, assignees=[grace])
    card_in(build, assignees=[grace, ada])
    add(maximum=12, mode="warn")
    add(maximum=2, each_person="each")
    add(maximum=1, columns=[build.pk], each_person="each")
    shown = look()
    assert "At most 12 cards in progress on the whole board, expedite apart." in shown
    assert "<b>2/12</b>" in shown
    assert "1 person full" in shown
    assert "2 people full" in shown


def test_a_second_limit_on_the_same_cards_is_told(add):
    add(each_person="each")
    answer = add(each_person="each", maximum=5)
    assert answer.status_code == 422
    assert "There is a limit on these cards already" in answer.content.decode()


@pytest.mark.parametrize("said", [{"maximum": ""}, {"mode": "shout"}, {"columns": ["x"]}])
def test_what_makes_no_sense_is_told(board, add, said):
    answer = add(**said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not board.limits.exists()


def test_a_limit_is_changed_and_lifted(board, browser_of, ada):
    limit = board.add_limit(maximum=3, each_person=True, by=ada)
    said = {"maximum": 4, "mode": "warn", "each_person": "each"}
    browser_of(ada).post(reverse("change-limit", args=[board.key, limit.pk]), said)
    limit.refresh_from_db()
    assert (limit.maximum, limit.mode, limit.version) == (4, Mode.WARN, 2)
    browser_of(ada).post(reverse("remove-limit", args=[board.key, limit.pk]))
    assert not board.limits.in_force().exists()


def test_statements_do_not_grow_with_cards_or_limits(
    board, browser_of, ada, build, card_in, django_assert_max_num_queries
):
    board.add_limit(maximum=9, each_person=True, by=ada)
    for lane in range(5):
        card_in(build, assignees=[ada])
        board.add_limit(maximum=9, lane=board.add_lane(f"Lane {lane}", by=ada), by=ada)
    browser, url = browser_of(ada), reverse("settings", args=[board.key])
    with django_assert_max_num_queries(11):
        browser.get(url)

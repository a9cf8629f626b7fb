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


class TestInWords:
    """What a limit would do is said while somebody chooses, and nothing is changed by it."""

    @pytest.fixture
    def words(self, board, browser_of, ada):
        def said(page, *which, **chosen):
            url = reverse(page, args=[board.key, *which])
            return browser_of(ada).get(url, chosen).content.decode()

        return said

    def test_any_limit(self, board, words, build, review):
        chosen = {"maximum": 4, "mode": "reason", "columns": [build.pk, review.pk]}
        assert words("limit-in-words", **chosen, counts_blocked="on") == (
            "At most 4 cards in Build and Review together, expedite apart. "
            "One more needs a reason from a lead."
        )
        assert words("limit-in-words", maximum=2, mode="warn", each_person="each") == (
            "At most 2 cards in progress for each person, blocked ones not counted. "
            "One more is let in, and noted."
        )
        assert not board.limits.exists()

    def test_a_column(self, words, build):
        chosen = {f"column-{build.pk}-maximum": "0", f"column-{build.pk}-mode": "refuse"}
        assert words("column-limit-in-words", build.pk, **chosen) == (
            "No cards in Build, expedite apart. One more is refused."
        )

    def test_a_pair_of_columns(self, words, build, review, ada):
        for column in (build, review):
            column.revise(group="Work", by=ada)
        said = words("column-limit-in-words", build.pk, **{f"pair-{build.pk}-maximum": "4"})
        assert said.startswith("At most 4 cards in Work: Build and Review together")

    @pytest.mark.parametrize("maximum", ["", "many", "-1"])
    def test_what_is_not_said_whole_says_nothing(self, words, build, maximum):
        assert words("limit-in-words", maximum=maximum, mode="refuse") == ""
        chosen = {f"column-{build.pk}-maximum": maximum}
        assert words("column-limit-in-words", build.pk, **chosen) == ""

    def test_names_in_it_are_not_markup(self, words, build, ada):
        build.revise(name="<b>Build</b>", by=ada)
        chosen = {"maximum": 1, "mode": "warn", "columns": [build.pk]}
        assert "&lt;b&gt;Build&lt;/b&gt;" in words("limit-in-words", **chosen)

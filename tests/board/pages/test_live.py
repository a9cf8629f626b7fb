"""What an open page of a board asks for while it listens."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from board.live import tickets


@pytest.fixture
def ask(board, browser_of, ada):
    visitor = browser_of(ada)

    def about(what, **query):
        return visitor.get(reverse(what, args=[board.key]), query)

    return about


@pytest.fixture
def since(board):
    """The version of the board before something happens."""
    board.refresh_from_db()
    return board.version


def test_a_ticket_is_for_this_board_for_ten_minutes(board, ask):
    answer = ask("ticket").json()
    assert tickets.read(answer["ticket"]).board_id == board.pk
    assert answer["seconds"] == 600


def test_who_knows_the_version_gets_no_more_than_that(board, browser_of, ada, ask, since):
    first = ask("version")
    assert first.json() == {"version": since}
    again = browser_of(ada).get(
        reverse("version", args=[board.key]), headers={"If-None-Match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_version_is_told_in_three_statements(board, ask, django_assert_max_num_queries):
    ask("version")
    with django_assert_max_num_queries(3):  # the session, the person, the board
        ask("version")


def test_nothing_new_is_no_content(ask, since):
    assert ask("changes", since=since).status_code == 204


def test_a_move_draws_both_its_columns_and_the_heads_of_all(
    ask, build, review, done, card_in, ada, board
):
    card = card_in(build)
    board.refresh_from_db()
    card.move_to(review, by=ada)
    drawn = ask("changes", since=board.version).content.decode()
    for column in (build, review):
        assert f'hx-target="#column-{column.pk}"' in drawn
    assert f'hx-target="#column-{done.pk}"' not in drawn
    assert f'hx-target="#head-{done.pk}"' in drawn
    assert f'value="{board.version + 1}"' in drawn


@pytest.mark.parametrize("verb", ["undo", "move_to"])
def test_a_move_that_is_taken_back_draws_both_columns(
    verb, ask, build, review, card_in, ada, board
):
    card = card_in(build).move_to(review, by=ada)
    board.refresh_from_db()
    card.undo(by=ada) if verb == "undo" else card.move_to(build, by=ada)
    drawn = ask("changes", since=board.version).content.decode()
    for column in (build, review):
        assert f'hx-target="#column-{column.pk}"' in drawn


def test_a_limit_draws_heads_only(ask, board, build, ada, since):
    board.limit_column(build, 3, by=ada)
    drawn = ask("changes", since=since).content.decode()
    assert 'hx-target="#column-' not in drawn
    assert "0/3" in drawn


def test_a_label_that_goes_draws_every_column(ask, board, build, card_in, ada):
    card_in(build, labels=["map"])
    board.refresh_from_db()
    board.remove_label(board.labels.get(), by=ada)
    drawn = ask("changes", since=board.version).content.decode()
    assert drawn.count('hx-target="#column-') == 4


def test_another_shape_of_the_board_loads_the_page_anew(ask, build, ada, since):
    build.revise(name="Make", by=ada)
    assert ask("changes", since=since)["HX-Refresh"] == "true"


@pytest.mark.parametrize("odd", ["", "x", "-1", "99999999999999999999"])
def test_an_odd_version_is_no_error(ask, odd):
    assert ask("changes", since=odd).status_code == 200


def test_a_page_far_behind_is_loaded_anew(ask, board):
    type(board).objects.filter(pk=board.pk).update(version=500)
    assert ask("changes", since=3)["HX-Refresh"] == "true"


def test_changes_are_told_in_a_number_of_statements_that_no_card_adds_to(
    ask, board, build, review, card_in, ada, django_assert_max_num_queries
):
    card_in(build).move_to(review, by=ada)
    ask("changes", since=board.version)
    for _ in range(30):
        card_in(build, assignees=[ada], labels=["map"])
    with django_assert_max_num_queries(20):
        ask("changes", since=board.version)


def test_who_looks_is_shown_to_the_others(board, browser_of, ada, grace):
    cache.clear()
    url = reverse("presence", args=[board.key])
    assert "Grace" not in browser_of(ada).get(url).content.decode()
    assert "Ada is looking at this board" in browser_of(grace).get(url).content.decode()
    assert "Grace is looking at this board" in browser_of(ada).get(url).content.decode()


def test_who_was_removed_gets_nothing_more(board, browser_of, grace, ada):
    visitor = browser_of(grace)
    board.remove_member(grace, by=ada)
    for what in ("ticket", "version", "changes", "presence"):
        assert visitor.get(reverse(what, args=[board.key])).status_code == 404


class TestDrawnOnce:
    """What many pages ask for at the same moment is drawn for the first of them."""

    @pytest.fixture
    def told(self, board, build, card_in, ada):
        board.refresh_from_db()
        version = board.version
        card_in(build, title="Fresh paint")
        return version

    def asked_by(self, client, told):
        return client.get(reverse("changes", args=["SLU"]), {"since": told})

    def test_whoever_asks_next_costs_no_more_than_to_know_them(
        self, told, browser_of, ada, grace, django_assert_num_queries
    ):
        first, second = browser_of(ada), browser_of(ada)
        self.asked_by(first, told)
        with django_assert_num_queries(3):  # the session, the person, the board
            assert "Fresh paint" in self.asked_by(second, told).content.decode()

    def test_each_gets_it_with_a_token_of_their_own(self, told, browser_of, ada):
        tokens = set()
        for _ in range(2):
            answer = self.asked_by(browser_of(ada), told)
            found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())
            assert "csrftoken" in answer.cookies
            tokens.add(found[1])
        assert len(tokens) == 2

    def test_who_only_looks_gets_no_forms_of_those_who_work(self, told, browser_of, grace, vera):
        assert "<form" in self.asked_by(browser_of(grace), told).content.decode()
        assert "<form" not in self.asked_by(browser_of(vera), told).content.decode()

    def test_a_later_version_is_drawn_anew(self, told, build, card_in, browser_of, ada):
        self.asked_by(browser_of(ada), told)
        card_in(build, title="Even fresher")
        assert "Even fresher" in self.asked_by(browser_of(ada), told).content.decode()

    def test_what_breaks_breaks_once(self, told, browser_of, ada, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr("board.views.live.Changes", lambda board, since: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                self.asked_by(browser_of(ada), told)
        assert self.asked_by(browser_of(ada), told).status_code == 200

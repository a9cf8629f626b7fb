"""The page of a board: its columns with their gates, its cards, a window of the rest."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.models import Service
from tests.board.pages.conftest import HX


@pytest.fixture
def page(browser_of, grace, board):
    def load(**asked) -> str:
        answer = browser_of(grace).get(f"/boards/{board.key}/", asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return load


def figure(html: str, column) -> str:
    head = html.split(f'id="head-{column.pk}"')[1].split("</header>", maxsplit=1)[0]
    return head.split("<b>")[1].split("</b>")[0]


def gate(html: str, column) -> str:
    return html.split(f'id="head-{column.pk}" data-gate="')[1].split('"', maxsplit=1)[0]


def test_a_column_says_how_many_cards_it_holds(page, card_in, build, review):
    card_in(build), card_in(build)
    assert (figure(page(), build), gate(page(), build)) == ("2", "none")
    assert figure(page(), review) == "0"


def test_a_full_column_says_so(page, full_review):
    html = page()
    assert (figure(html, full_review), gate(html, full_review)) == ("3/3", "full")


def test_a_column_over_its_limit_says_by_how_many(page, board, full_review, ada):
    board.limit_column(full_review, 1, by=ada)
    html = page()
    assert (figure(html, full_review), gate(html, full_review)) == ("3/1", "over")
    assert "2 over" in html


def test_cards_apart_from_limits_are_counted_apart(page, board, full_review, card_in):
    card_in(full_review, service_class=board.class_of(Service.EXPEDITE))
    assert figure(page(), full_review) == "3+1/3"


def test_a_free_slot_names_the_card_to_pull_next(page, board, build, review, card_in, ada):
    card_in(build, "First"), card_in(build, "Urgent", service_class=board.class_of("expedite"))
    board.limit_column(review, 2, by=ada)
    assert "2 free: pull SLU-2" in page()


def test_the_nearest_fixed_date_is_pulled_before_the_order_and_after_what_is_urgent(
    page, board, build, review, card_in, ada
):
    board.limit_column(review, 2, by=ada)
    fixed, today = board.class_of("fixed_date"), board.day_of(timezone.now())
    card_in(build, "First of all")
    card_in(build, "Later", service_class=fixed, due_on=today + timedelta(days=9))
    card_in(build, "Sooner", service_class=fixed, due_on=today + timedelta(days=2))
    card_in(build, "No fixed date", due_on=today)
    card_in(build, "Fixed without a date", service_class=fixed)
    assert "2 free: pull SLU-3" in page()
    urgent = card_in(build, "Urgent", service_class=board.class_of("expedite"))
    assert "2 free: pull SLU-6" in page()
    urgent.block(reason="no key", by=ada)
    assert "2 free: pull SLU-3" in page()


def test_every_free_place_is_drawn_for_who_only_looks_too(
    browser_of, vera, grace, board, review, build, card_in, ada
):
    board.limit_column(review, 4, by=ada)
    card_in(build), card_in(review)
    for person, bare, forms in [(grace, 2, 1), (vera, 2, 0)]:
        html = browser_of(person).get("/boards/SLU/").content.decode()
        assert "3 free" in html
        assert html.count("slot--bare") == bare
        assert html.count('<form class="slot"') == forms


def test_a_blocked_card_is_not_offered_to_be_pulled(page, board, build, review, card_in, ada):
    card_in(build).block(reason="no key", by=ada)
    card_in(build)
    board.limit_column(review, 2, by=ada)
    assert "2 free: pull SLU-2" in page()


def test_a_blocked_card_says_why(page, card_in, build, ada):
    card_in(build).block(reason="customs has not sent the key", by=ada)
    assert "customs has not sent the key" in page()


def test_a_queue_shows_a_window_and_says_how_many_more(page, card_in, ideas):
    for _ in range(53):
        card_in(ideas)
    html = page()
    assert html.count('<li class="card ') == 50
    assert "3 more cards" in html
    assert page(show=f"{ideas.pk}:100").count('<li class="card ') == 53


def test_a_done_column_shows_what_was_finished_last(page, card_in, done):
    for _ in range(22):
        card_in(done)
    html = page()
    assert html.count('<li class="card ') == 20
    assert 'id="card-22"' in html
    assert 'id="card-1"' not in html


@pytest.mark.parametrize(
    "odd", ["x", "1:x", f"1:{'9' * 40}", f"{'9' * 5000}:1", ":", "-1:5", "1:0"]
)
def test_an_odd_window_is_ignored(page, odd):
    assert page(show=odd)


def test_the_head_tells_the_oldest_age_whatever_the_filter_shows(page, card_in, build, done, ada):
    with time_machine.travel(timezone.now() - timedelta(days=4)):
        card_in(build, "Chart the harbour")
        card_in(build, "Was quick").move_to(done, by=ada)
    card_in(build, "Came later")
    assert ">oldest 5 d</a>" in page(q="later")


def test_the_head_tells_no_age_where_nothing_is_in_progress(page, card_in, ideas):
    card_in(ideas)
    assert "oldest" not in page()


def test_archived_cards_are_not_shown(page, card_in, build, ada):
    card_in(build, "Gone for now").archive(by=ada)
    assert "Gone for now" not in page()


def test_a_viewer_gets_no_forms_that_change_cards(browser_of, vera, board, card_in, build):
    card_in(build)
    html = browser_of(vera).get(f"/boards/{board.key}/").content.decode()
    assert 'name="title"' not in html
    assert "<board-columns" not in html


def statements(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_board_takes_as_many_statements_for_ten_cards_as_for_two_hundred(
    browser_of, grace, board, ada, build, ideas, done, card_in
):
    def fill(number):
        for n in range(number):
            column = [ideas, build, done][n % 3]
            card = card_in(column, assignees=[grace], labels=[f"label {n % 5}"])
            if n % 7 == 0:
                card.block(reason="waiting", by=ada)

    board.add_limit(by=ada, maximum=300, each_person=True)
    client = browser_of(grace)
    url = f"/boards/{board.key}/"
    fill(10)
    few = statements(client, url)
    fill(190)
    assert statements(client, url) == few
    assert few <= 20


def test_the_list_of_boards_takes_as_many_statements_for_one_as_for_three(
    browser_of, ada, board, card_in, build
):
    card_in(build)
    board.limit_column(build, 1, by=ada)
    client = browser_of(ada)
    one = statements(client, "/")
    for key in ("TWO", "THREE"):
        other = board.make(key, key=key, by=ada, columns=[("A", "active"), ("B", "done")])
        other.create_card("A card", by=ada, column=other.columns.first())
        other.limit_column(other.columns.first(), 1, by=ada)
    assert statements(client, "/") == one


@pytest.mark.django_db(transaction=True)
def test_a_drag_takes_as_many_statements_on_a_board_of_ten_cards_as_of_a_hundred(
    browser_of, grace, ada, board, build, review, card_in
):
    """A drag asks for the placement of a card and then moves it; BEGIN and COMMIT count, too."""
    board.add_limit(by=ada, maximum=300, each_person=True)
    board.limit_column(review, 300, by=ada)
    client = browser_of(grace)

    def drag() -> tuple[int, int]:
        card = card_in(build, assignees=[grace], labels=["map"])
        url = f"/boards/SLU/cards/{card.number}/"
        with CaptureQueriesContext(connection) as placement:
            assert client.get(f"{url}placement/", headers=HX).status_code == 200
        with CaptureQueriesContext(connection) as drop:
            assert client.post(f"{url}move/", {"column": review.pk}, headers=HX).status_code == 200
        return len(placement), len(drop)

    drag(), drag()
    few = drag()
    for number in range(100):
        card_in([build, review][number % 2], assignees=[ada])
    assert drag() == few
    placement, drop = few
    assert placement <= 8
    assert drop <= 14


class TestDrawnOnce:
    """The page is drawn for the first who opens it; the next costs no more than to know them."""

    @pytest.fixture
    def many(self, board, build, card_in):
        for number in range(20):
            card_in(build, title=f"Crate {number}")
        return board

    def test_who_comes_next_costs_four_statements(self, many, browser_of, ada, grace):
        look = browser_of(ada).get
        look("/boards/SLU/")
        with CaptureQueriesContext(connection) as asked:
            assert "Crate 7" in look("/boards/SLU/").content.decode()
        assert len(asked) <= 5  # the session, the person, the board, the team, the shape

    def test_nobody_gets_the_page_of_another_role_or_a_token_of_another(
        self, many, browser_of, grace, vera
    ):
        tokens = set()
        for _ in range(2):
            html = browser_of(grace).get("/boards/SLU/").content.decode()
            assert "<board-columns" in html
            tokens.add(html.split('data-token="')[1].split('"')[0])
        assert len(tokens) == 2
        assert "<board-columns" not in browser_of(vera).get("/boards/SLU/").content.decode()

    def test_another_name_is_seen_at_once(self, many, browser_of, ada, grace, build, card_in):
        card_in(build, assignees=[grace])
        look = browser_of(ada).get
        assert "Grace" in look("/boards/SLU/").content.decode()
        grace.name = "Amazing"
        grace.save(update_fields=["name"])
        assert "Amazing" in look("/boards/SLU/").content.decode()

"""The filter of a board's page: it shows fewer cards and never counts other ones."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from board.models import Card
from tests.board.pages.conftest import HX


@pytest.fixture
def shown(browser_of, grace, board):
    """The titles that the page shows: `shown(q="tide")`."""

    def load(**asked) -> list[str]:
        html = browser_of(grace).get("/boards/SLU/", asked).content.decode()
        return [card.title for card in board.cards.all() if f'id="card-{card.number}"' in html]

    return load


@pytest.fixture
def page(browser_of, grace, board):
    return lambda **asked: browser_of(grace).get("/boards/SLU/", asked).content.decode()


def test_words_find_cards_by_how_words_begin(shown, build, card_in):
    card_in(build, "Show the tide times"), card_in(build, "Pay by instalments")
    assert shown(q="tid") == ["Show the tide times"]
    assert shown(q="slu-2") == ["Pay by instalments"]
    assert shown(q="ghost") == []


def test_a_label_shows_its_cards(shown, board, build, card_in):
    card_in(build, "With", labels=["map"]), card_in(build, "Without")
    assert shown(label=board.labels.get().pk) == ["With"]


def test_a_person_shows_what_is_in_their_hands(shown, build, card_in, ada, grace):
    card_in(build, "Ada's", assignees=[ada]), card_in(build, "Grace's", assignees=[grace])
    card_in(build, "Nobody's")
    assert shown(person=ada.pk) == ["Ada's"]
    assert shown(person="nobody") == ["Nobody's"]


def test_a_class_of_service_shows_its_cards(shown, board, build, card_in):
    expedite = board.class_of("expedite")
    card_in(build, "Urgent", service_class=expedite), card_in(build, "Calm")
    assert shown(**{"class": expedite.pk}) == ["Urgent"]


def test_blocked_shows_what_is_blocked_now(shown, build, card_in, ada):
    card_in(build, "Stuck").block(reason="no key", by=ada)
    card_in(build, "Freed").block(reason="no key", by=ada).unblock(by=ada)
    assert shown(blocked="on") == ["Stuck"]


def test_an_age_shows_what_is_in_progress_for_so_many_days(shown, build, ideas, done, card_in):
    days_ago = timezone.now() - timedelta(days=4)
    for title, column in [("Old", build), ("Young", build), ("Idea", ideas), ("Done", done)]:
        card_in(column, title)
    Card.objects.filter(title__in=["Old", "Done"]).update(started_at=days_ago)
    assert shown(age=5) == ["Old"]
    assert shown(age=6) == []


def test_an_age_is_counted_in_the_days_of_the_board(shown, page, board, build, card_in, ada):
    """Monday 23 November 2026: what was started on Friday the 20th is two working days old."""
    board.revise(by=ada, days_off=[5, 6])
    started = {"Friday": 20, "Thursday": 19, "Saturday": 21}
    for title, day in started.items():
        card = card_in(build, title)
        at = datetime(2026, 11, day, 12, tzinfo=UTC)
        Card.objects.filter(pk=card.pk).update(started_at=at)
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        assert shown(age=1) == ["Friday", "Thursday", "Saturday"]
        assert shown(age=2) == ["Friday", "Thursday"]
        assert shown(age=3) == ["Thursday"]
        assert shown(age=4) == []
        assert [card.age for card in Card.objects.order_by("pk")] == [2, 3, 1]


def test_filters_are_taken_together(shown, build, card_in, ada):
    card_in(build, "Map of tides", assignees=[ada]), card_in(build, "Map of berths")
    assert shown(q="map", person=ada.pk) == ["Map of tides"]


def test_a_filter_never_changes_what_is_counted(page, full_review, card_in, ada):
    card_in(full_review, "Tide", service_class=full_review.board.class_of("expedite"))
    head = page(q="tide").split(f'id="head-{full_review.pk}"')[1].split("</header>")[0]
    assert "1 shown" in head
    assert "<b>3+1/3</b>" in head
    assert 'data-gate="full"' in page(q="tide")


def test_hidden_cards_keep_their_place(page, full_review):
    assert "3 hidden by the filter" in page(q="ghost")
    assert "hidden by the filter" not in page()


def test_the_card_to_pull_next_is_the_same_behind_a_filter(
    page, board, build, review, card_in, ada
):
    card_in(build, "First"), card_in(build, "Second")
    board.limit_column(review, 1, by=ada)
    assert "1 free: pull SLU-1" in page(q="second")


def test_it_says_how_many_are_shown_and_how_to_see_all_again(page, build, card_in):
    card_in(build, "Tide"), card_in(build, "Berth")
    html = page(q="tide", blocked="")
    assert "1 of 2 shown" in html
    assert 'href="?"' in html
    assert "2 cards" in page()


def test_each_part_of_a_filter_can_be_taken_away(page, ada, build, card_in):
    html = page(q="tide", person=ada.pk)
    assert f'href="?person={ada.pk}"' in html
    assert 'href="?q=tide"' in html
    assert "Person: Ada" in re.sub(r"</?bdi>", "", html)


@pytest.mark.parametrize(
    "odd",
    [{"label": "999"}, {"person": "x"}, {"class": "-1"}, {"age": "0"}, {"age": "9" * 40}],
)
def test_what_makes_no_sense_is_told_and_hides_nothing(page, shown, build, card_in, odd):
    card_in(build, "Tide")
    assert shown(**odd) == ["Tide"]
    assert 'class="filter__wrong"' in page(**odd)


def test_a_null_in_the_words_is_no_error(page):
    assert 'class="filter__wrong"' in page(q="a\0b")


def test_a_window_counts_what_the_filter_lets_through(page, ideas, card_in, ada):
    for number in range(54):
        card_in(ideas, "Tide" if number < 52 else "Berth")
    html = page(q="tide")
    assert "2 more cards" in html
    assert "2 hidden by the filter" in html
    assert f"?q=tide&amp;show={ideas.pk}%3A100#column-{ideas.pk}" in html


def test_the_page_sifts_without_being_loaded_anew(browser_of, grace, build, card_in):
    card_in(build, "Tide"), card_in(build, "Berth")
    asked = {"q": "tide", "label": "", "age": ""}
    answer = browser_of(grace).get("/boards/SLU/", asked, headers=HX)
    drawn = answer.content.decode()
    assert answer["HX-Replace-Url"] == "/boards/SLU/?q=tide"
    assert "<html" not in drawn
    assert f'hx-target="#column-{build.pk}"' in drawn
    assert 'id="card-1"' in drawn
    assert 'id="card-2"' not in drawn


def test_who_listens_gets_what_the_filter_lets_through(browser_of, vera, board, build, card_in):
    board.refresh_from_db()
    card_in(build, "Tide"), card_in(build, "Berth")
    asked = {"since": board.version, "q": "tide"}
    drawn = browser_of(vera).get("/boards/SLU/changes/", asked).content.decode()
    assert 'id="card-1"' in drawn
    assert 'id="card-2"' not in drawn
    assert "1 of 2 shown" in drawn


def test_the_answer_to_a_move_keeps_to_the_filter_of_the_page(ask, grace, build, review, card_in):
    card_in(review, "Berth"), card_in(build, "Tide")
    card = review.board.cards.get(number=2)
    here = {"HX-Current-URL": "http://testserver/boards/SLU/?q=tide"}
    drawn = ask(grace, "move", card, hx=True, headers=here, column=review.pk).content.decode()
    assert "1 hidden by the filter" in drawn
    assert 'id="card-1"' not in drawn


def test_a_filter_takes_a_number_of_statements_that_no_card_adds_to(
    browser_of, grace, ada, build, card_in, django_assert_max_num_queries
):
    for _ in range(40):
        card_in(build, "Tide", assignees=[ada], labels=["map"])
    client = browser_of(grace)
    with django_assert_max_num_queries(18):
        client.get("/boards/SLU/", {"q": "tide", "person": ada.pk, "blocked": ""})


def test_a_person_of_the_strip_is_a_filter(page, board, ada, build, card_in):
    board.add_limit(by=ada, maximum=2, each_person=True)
    card_in(build, assignees=[ada])
    strip = page().split('id="strip"')[1]
    assert f'href="?person={ada.pk}"' in strip
    assert 'aria-current="true"' in page(person=ada.pk).split('id="strip"')[1]

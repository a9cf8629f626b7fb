"""Where the walk is when a card, or its column, leaves while the team talks about it."""

import pytest
from django.utils import timezone

from flow.standup.models import Standup
from flow.standup.walk import Walk

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def walk(board):
    """The walk as somebody sees it now: `walk(ada)`."""

    def seen_by(person) -> Walk:
        standup = Standup.objects.get()
        return Walk(standup, board, person, timezone.now())

    return seen_by


@pytest.fixture
def three(card_in, build):
    return [card_in(build, title) for title in ("First", "Second", "Third")]


def test_a_card_that_was_moved_gives_way_to_the_next_one_that_nobody_talked_about(
    three, hold, walk, build, review, ada
):
    standup = hold(ada)
    standup.come_to(build, three[0], by=ada)
    standup.come_to(build, three[1], by=ada)
    three[1].move_to(review, by=ada)
    assert walk(ada).here.number == three[2].number
    assert walk(ada).card_seconds == 0


def test_so_does_one_that_was_archived(three, hold, walk, build, ada):
    hold(ada).come_to(build, three[0], by=ada)
    three[0].archive(by=ada)
    assert walk(ada).here.number == three[1].number


def test_behind_the_last_one_the_walk_stays_at_the_column(three, hold, walk, build, review, ada):
    standup = hold(ada)
    for card in three:
        standup.come_to(build, card, by=ada)
    three[2].move_to(review, by=ada)
    assert walk(ada).here.number is None
    assert walk(ada).here.stop.column == build
    assert walk(ada).next_card.stop.column.name == "Ideas"


def test_a_column_that_was_archived_gives_way_to_what_nobody_talked_about(
    three, card_in, hold, walk, build, review, ada
):
    standup = hold(ada)
    talked = card_in(review)
    standup.come_to(build, three[0], by=ada)
    standup.come_to(review, talked, by=ada)
    talked.move_to(build, by=ada)
    review.archive(by=ada)
    assert walk(ada).here.number == three[1].number


def test_the_page_of_who_leads_notes_that_the_walk_has_gone_on(
    three, hold, browser_of, walk_url, build, review, ada
):
    hold(ada).come_to(build, three[0], by=ada)
    three[0].move_to(review, by=ada)
    browser_of(ada).post(f"{walk_url}attend/", {"seen": "0-0-0"}, **HTMX)
    standup = Standup.objects.get()
    assert standup.card == three[1]
    assert standup.looks.talked_about().numbers() == [three[0].number]


def test_the_page_of_who_follows_does_not(
    three, hold, browser_of, walk_url, build, review, ada, grace
):
    hold(ada).come_to(build, three[0], by=ada)
    three[0].move_to(review, by=ada)
    answer = browser_of(grace).post(f"{walk_url}attend/", {"seen": "0-0-0"}, **HTMX)
    assert 'id="turn-2" data-heat="0" aria-current="true"' in answer.content.decode()
    assert Standup.objects.get().card == three[0]


def test_the_last_card_of_all_may_be_skipped_too(card_in, hold, browser_of, walk_url, ideas, ada):
    card = card_in(ideas)
    standup = hold(ada).come_to(ideas, card, by=ada)
    browser_of(ada).post(f"{walk_url}skip/")
    standup.end()
    assert standup.looks.skipped().numbers() == [card.number]

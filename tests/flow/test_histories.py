"""The random histories on which the numbers of flow are tried are whole, varied and come again."""

from collections import Counter

import pytest

from board.models import Board, Person
from tests.board.books import assert_the_books_are_true
from tests.flow.histories import CARDS, PARTS, Story, random_board

pytestmark = pytest.mark.django_db


def test_the_same_seed_tells_the_same_story():
    def told(seed: int) -> list[tuple]:
        board = random_board(seed, steps=25)
        events = [
            (event.kind, event.at, event.card and event.card.number) for event in lines(board)
        ]
        board.erase()
        Person.objects.all().delete()
        return events

    assert told(1) == told(1)
    assert told(1) != told(2)


def test_everything_that_may_happen_happens_and_the_books_stay_true():
    seen: Counter[str] = Counter()
    for seed in range(6):
        story = Story(seed)
        seen.update(story.steps(60))
        assert_the_books_are_true(story.board)
    assert (CARDS | PARTS).keys() <= seen.keys()
    assert seen["refused"] < sum(seen.values()) / 5


def test_without_reshaping_columns_and_days_stay_as_they_are():
    story = Story(3, zone="Pacific/Auckland", reshaped=False)
    columns = [(column.name, column.stage) for column in story.board.columns.all()]
    assert PARTS.keys().isdisjoint(story.steps(25))
    assert [(column.name, column.stage) for column in story.board.columns.all()] == columns
    assert story.board.time_zone == "Pacific/Auckland"


def lines(board: Board):
    return board.events.select_related("card").order_by("number")

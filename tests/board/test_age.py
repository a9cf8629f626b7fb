"""How old work is, in the days that count on its board."""

from datetime import UTC, datetime

import pytest
import time_machine

from board.display.page.face import face_of
from board.models import Terms

FRIDAY, SATURDAY, MONDAY = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (20, 21, 23))


@pytest.fixture
def card(board, build, ada):
    """Started on Friday, and blocked on that day."""
    card = board.create_card("A card", by=ada, column=build, terms=Terms(at=FRIDAY))
    return card.block(reason="the key", by=ada, terms=Terms(at=FRIDAY))


def test_every_day_counts_unless_the_board_says_otherwise(card):
    with time_machine.travel(MONDAY, tick=False):
        assert card.as_now().age == 4
        assert (face_of(card.as_now()).age, face_of(card.as_now()).blocked_days) == (4, 4)


def test_days_off_make_nothing_older(card, board, ada):
    board.revise(days_off=[5, 6], by=ada)
    with time_machine.travel(MONDAY, tick=False):
        now = card.as_now()
        assert now.age == 2
        assert (face_of(now).age, face_of(now).blocked_days) == (2, 2)


def test_the_cycle_time_on_the_board_is_the_one_of_flow(card, board, done, ada):
    board.revise(days_off=[5, 6], by=ada)
    card.as_now().move_to(done, by=ada, terms=Terms(at=MONDAY))
    assert face_of(card.as_now()).took == 2

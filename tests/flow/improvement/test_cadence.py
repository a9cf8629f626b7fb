"""A cadence opens one draft an hour before, by the clock of the board; a week of silence opens one."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from flow.improvement import drafts
from flow.improvement.choices import set_cadence
from flow.improvement.models import Cadence, Retrospective


@pytest.fixture
def weekly(board, ada):
    board.revise(by=ada, time_zone="Europe/Brussels")
    board.refresh_from_db()
    set_cadence(board, by=ada, weekday=0, at=time(15), every_weeks=1, minutes=60)
    Cadence.objects.update(since=date(2026, 10, 12))
    return Cadence.objects.of(board)


def rung(*said: int) -> list[datetime]:
    """What a ring at this moment (UTC) leaves: when each draft is to begin."""
    drafts.open_due_drafts(datetime(*said, tzinfo=UTC))
    return list(Retrospective.objects.order_by("number").values_list("planned_at", flat=True))


def close_it() -> None:
    Retrospective.objects.get(ended_at=None).end()


def test_a_draft_is_there_an_hour_before_and_once(weekly):
    assert rung(2026, 10, 19, 11, 59) == [datetime(2026, 10, 12, 13, tzinfo=UTC)]
    close_it()
    assert len(rung(2026, 10, 19, 11, 59)) == 1
    assert rung(2026, 10, 19, 12, 0)[1:] == [datetime(2026, 10, 19, 13, tzinfo=UTC)]
    assert len(rung(2026, 10, 19, 12, 1)) == 2
    draft = Retrospective.objects.get(ended_at=None)
    assert draft.led_by is None
    assert draft.figures


def test_the_clock_change_moves_it_in_utc_only(weekly):
    Cadence.objects.update(last_on=date(2026, 10, 19))
    assert rung(2026, 10, 26, 12, 59) == []
    assert rung(2026, 10, 26, 13, 0) == [datetime(2026, 10, 26, 14, tzinfo=UTC)]


def test_a_week_of_downtime_opens_one(weekly):
    Cadence.objects.update(last_on=date(2026, 10, 12))
    assert rung(2026, 11, 4, 9) == [datetime(2026, 11, 2, 14, tzinfo=UTC)]
    assert len(rung(2026, 11, 4, 10)) == 1


def test_one_that_is_open_is_not_opened_again(weekly, board, ada):
    Retrospective.open(board, by=ada)
    assert len(rung(2026, 10, 19, 12)) == 1


def test_a_board_that_chose_none_opens_none(board):
    assert rung(2026, 10, 19, 12) == []


def test_every_two_weeks_and_the_practice_switched_off(weekly, board, ada):
    Cadence.objects.update(every_weeks=2, last_on=date(2026, 10, 12))
    assert rung(2026, 10, 19, 13) == []
    board.switch_practices(by=ada, improvement=False)
    assert rung(2026, 10, 26, 14) == []
    board.switch_practices(by=ada, improvement=True)
    assert len(rung(2026, 10, 26, 14)) == 1


def test_the_next_one_is_told(weekly):
    told = weekly.next_after(datetime(2026, 10, 19, 13, tzinfo=UTC))
    assert told - datetime(2026, 10, 26, 14, tzinfo=UTC) == timedelta(0)

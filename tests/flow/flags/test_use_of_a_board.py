"""A board is deleted only when no flag of it was asked for a day."""

from datetime import timedelta

import pytest

from board.models import Board


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_a_board_whose_flags_are_asked_is_not_deleted(
    make_flag, board, state_of, browser_of, ada, now, environment
):
    flag = make_flag()
    here = flag.states.filter(environment__name=environment)
    here.update(last_asked_at=now - timedelta(hours=23))
    page = browser_of(ada)
    answer = page.post("/boards/SLU/settings/board/delete/", {"key": "SLU"})
    assert answer.status_code == 409
    assert "in the last 24 hours" in answer.content.decode()
    assert Board.objects.filter(key="SLU", erased_at=None).exists()
    here.update(last_asked_at=now - timedelta(hours=25))
    page.post("/boards/SLU/settings/board/delete/", {"key": "SLU"})
    assert not Board.objects.filter(key="SLU").exists()

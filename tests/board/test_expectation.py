"""Pace and expectation: what a person says holds; what history proposes, holds until then."""

import pytest
from django.core.exceptions import ValidationError

PACE = [1, 2, 3, 4]


def test_a_new_board_takes_pace_and_expectation_from_history(board, build):
    assert (board.sle_percent, board.sle_days, board.sle_is_automatic) == (85, None, True)
    assert (build.pace, build.pace_is_automatic) == (None, True)


def test_a_proposal_holds_where_nobody_has_said_anything(board, build):
    assert build.propose_pace(PACE).pace == (1, 2, 3, 4)
    board = board.propose_sle(8, percent=85)
    assert (board.sle_days, board.sle_is_automatic) == (8, True)


def test_what_a_person_has_said_no_proposal_changes(board, build, ada):
    build.set_pace(PACE, by=ada)
    assert build.propose_pace([5, 6, 7, 8]).pace == (1, 2, 3, 4)
    board.set_sle(5, percent=90, by=ada)
    assert board.propose_sle(8, percent=90).sle_days == 5


def test_history_may_speak_again_when_a_person_lets_it(board, build, ada):
    build.set_pace(PACE, by=ada)
    assert build.pace_automatically(by=ada).pace == (1, 2, 3, 4)
    assert build.propose_pace([5, 6, 7, 8]).pace == (5, 6, 7, 8)
    board.set_sle(5, by=ada)
    assert board.sle_automatically(percent=95, by=ada).sle_days is None
    assert board.propose_sle(9, percent=85).sle_days is None  # of another percentage
    assert board.propose_sle(9, percent=95).sle_days == 9


def test_a_proposal_that_changes_nothing_writes_nothing(board, build):
    build.propose_pace(PACE)
    board.propose_sle(8, percent=85)
    events = board.events.count()
    build.propose_pace(PACE)
    board.propose_sle(8, percent=85)
    assert board.events.count() == events


@pytest.mark.parametrize(("days", "percent"), [(0, 85), (8, 0), (8, 101), (10**6, 85)])
def test_an_expectation_makes_sense(board, ada, days, percent):
    with pytest.raises(ValidationError):
        board.set_sle(days, percent=percent, by=ada)


def test_the_head_of_the_board_says_what_is_expected(board, ada, browser_of):
    page = browser_of(ada).get("/boards/SLU/")
    assert "% within" not in page.content.decode()
    board.set_sle(8, by=ada)
    page = browser_of(ada).get("/boards/SLU/")
    assert "85 % within 8 days" in page.content.decode()


def test_a_lead_types_the_expectation_or_lets_history_tell_it(board, ada, browser_of):
    browser = browser_of(ada)
    url = "/boards/SLU/settings/board/expectation/"
    assert browser.post(url, {"percent": 90, "days": 6}).status_code == 302
    board.refresh_from_db()
    assert (board.sle_percent, board.sle_days, board.sle_is_automatic) == (90, 6, False)
    browser.post(url, {"percent": 90, "days": 6, "is_automatic": "on"})
    board.refresh_from_db()
    assert (board.sle_days, board.sle_is_automatic) == (6, True)
    answer = browser.post(url, {"percent": 0})
    assert answer.status_code == 422
    log = browser.get("/boards/SLU/settings/changes/").content.decode()
    assert "set the service level expectation: 90 %, days: 6" in log
    assert "let the history set the days of the service level expectation of 90 %" in log

"""Pace and expectation come from finished cards, and nothing goes round."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from board.demo import story
from board.display.page.picture import Picture
from board.models import ApiToken, Board, Person
from flow.metrics import proposals
from flow.metrics.ledger.digests import catch_up
from flow.metrics.models.cursor import boards_behind
from flow.metrics.reports import Flow
from flow.metrics.tasks import digest, reconcile
from tests.examples import examples
from tests.flow.teller import moment_of

FIRST = moment_of("2026-10-01")


@pytest.fixture
def ten_finished(tell, time_machine):
    """Cards that took 1, 2 … 10 days, each half of them in Build."""
    for took in range(1, 11):
        begun = FIRST + timedelta(days=took)
        review = begun + timedelta(days=took // 2)
        done = begun + timedelta(days=took - 1)
        tell.card(
            *((begun.isoformat(), "Build"), (min(review, done).isoformat(), "Review")),
            (done.isoformat(), "Done"),
        )
    time_machine.move_to(moment_of("2026-11-10"), tick=False)
    return tell


def test_the_night_proposes_pace_and_expectation(ten_finished, board, build, review):
    reconcile(board.pk)
    for each in (board, build, review):
        each.refresh_from_db()
    assert (board.sle_days, board.sle_percent) == (9, 85)
    assert review.pace == (5, 7, 9, 10)
    assert build.pace == Flow(board).pace().columns[0].trusted


def test_too_few_cards_propose_nothing(tell, board, review, time_machine):
    tell.card(("2026-11-02", "Build"), ("2026-11-04", "Done"))
    time_machine.move_to(moment_of("2026-11-10"), tick=False)
    reconcile(board.pk)
    board.refresh_from_db()
    review.refresh_from_db()
    assert (board.sle_days, review.pace) == (None, None)


def test_what_a_person_typed_stays(ten_finished, board, build, ada):
    board.set_sle(3, by=ada)
    build.set_pace([1, 1, 2, 2], by=ada)
    proposals.propose(board.pk)
    board.refresh_from_db()
    build.refresh_from_db()
    assert (board.sle_days, build.pace) == (3, (1, 1, 2, 2))


def test_a_proposal_is_digested_and_leads_to_no_other(ten_finished, board):
    digest(board.pk)
    assert boards_behind() == [board.pk]  # of what was proposed
    digest(board.pk)
    assert boards_behind() == []
    events = board.events.count()
    for _ in range(3):
        digest(board.pk)
        reconcile(board.pk)
    assert board.events.count() == events


def test_a_change_of_a_past_day_proposes_anew_and_one_of_today_does_not(
    ten_finished, board, ada, card_in, build
):
    digest(board.pk)
    digest(board.pk)
    card_in(build)
    assert catch_up(board.pk) == Flow(board).today
    assert boards_behind() == []  # nothing is proposed of today
    board.cards.get(number=10).reopen(by=ada)
    assert catch_up(board.pk) < Flow(board).today
    assert boards_behind() == [board.pk]
    digest(board.pk)
    board.refresh_from_db()
    assert board.sle_days is None  # nine are too few


@pytest.mark.parametrize("path", ["/boards/SLU/flow/", "/api/v1/boards/SLU/flow/wip"])
def test_a_look_that_digests_leaves_what_follows_from_it_to_the_task(
    ten_finished, board, vera, browser_of, path
):
    token = {"Authorization": f"Bearer {ApiToken.issue(vera)}"}
    assert browser_of(vera).get(path, headers=token).status_code == 200
    board.refresh_from_db()
    assert board.sle_days is None  # a look changes nothing on the board
    assert boards_behind() == [board.pk]  # though all is counted
    digest(board.pk)
    board.refresh_from_db()
    assert board.sle_days == 9


NOWS = ["2026-12-31T22:30:00Z", "2026-11-30T00:35:00Z", "2028-02-29T08:00:00Z"]


@pytest.mark.parametrize("now", NOWS[: examples(1, many=3)])
def test_the_demo_board_has_cards_at_every_heat_and_its_history_proposes_what_is_told(
    db, time_machine, now
):
    time_machine.move_to(now)  # and goes on: what is told is dated back by its moments
    Person.objects.create_superuser("root@example.org")
    call_command("demo")
    catch_up(Board.objects.get(key="SLU").pk)
    proposals.propose(Board.objects.get(key="SLU").pk)
    columns = Picture(Board.objects.get(key="SLU")).columns
    paces = {column.name: column.column.pace for column in columns}
    assert {name: pace for name, pace in paces.items() if pace} == story.PACES
    faces = [face for column in columns for cell in column.cells for face in cell.faces]
    assert {face.heat for face in faces} == {0, 1, 2, 3, 4}

"""A number of flow can be recomputed by hand, with a card's timeline, a pencil and these pages.

Days are dates in the zone of the board, and both ends are counted.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from holidays import country_holidays

from board.models import Board, Stay, Terms
from flow.metrics.ledger.digests import catch_up
from flow.metrics.models import Passage
from flow.metrics.reports import DayWindow, Flow
from tests.flow.histories import Story

COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Review", "waiting"), ("Done", "done")]


@pytest.fixture
def lock_gate(ada) -> Flow:
    """The flow of a board on which one card went this way, on October days in Brussels.

    ====  =====  =========================================
      2   09:00  Ideas: "Oil the lock gate"
      5   09:00  Build
      6   09:00  blocked: no oil
      8   09:00  unblocked
      9   09:00  Review, where it waits for the harbour master
     10   09:00  back in Build
     12   23:30  Done, half an hour before midnight
    ====  =====  =========================================
    """

    def on(day: int, hour: int = 9, minute: int = 0) -> Terms:
        at = datetime(2026, 10, day, hour - 2, minute, tzinfo=UTC)  # two hours before Brussels
        return Terms(at=at)

    with time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC)):
        board = Board.make("Lock", key="LOCK", by=ada, columns=COLUMNS, time_zone="Europe/Brussels")
    ideas, build, review, done = board.columns.all()
    card = board.create_card("Oil the lock gate", by=ada, column=ideas, terms=on(2))
    card.move_to(build, by=ada, terms=on(5))
    card.block(reason="no oil", by=ada, terms=on(6))
    card.unblock(by=ada, terms=on(8))
    card.move_to(review, by=ada, terms=on(9))
    card.move_to(build, by=ada, terms=on(10))
    card.move_to(done, by=ada, terms=on(12, 23, 30))
    catch_up(board.pk)
    now = datetime(2026, 10, 15, tzinfo=UTC)
    return Flow(board, DayWindow(date(2026, 10, 1), date(2026, 10, 14)), now=now)


def test_cycle_time_is_finish_less_start_plus_one(lock_gate):
    """Start: it entered Build, the commitment point, on the 5th. Finish: Done, on the 12th."""
    assert lock_gate.finished.get().days == 12 - 5 + 1 == 8


def test_work_is_in_progress_from_the_start_until_the_day_before_the_finish(lock_gate):
    by_day = {each.day.day: each for each in lock_gate.wip()}
    assert [day for day in by_day if by_day[day].wip] == [5, 6, 7, 8, 9, 10, 11]
    assert [by_day[day].total_age for day in (5, 6, 11)] == [1, 2, 7]
    assert [day.day for day in lock_gate.throughput().days if by_day[day.day].departures] == [12]


def test_efficiency_is_the_share_of_time_in_which_it_neither_waited_nor_was_blocked(lock_gate):
    """From the 5th, 09:00, to the 12th, 23:30: 7 days and 14 hours and a half, 182.5 hours.

    Blocked from the 6th to the 8th, 48 hours; in Review from the 9th to the 10th, 24 hours. That is
    72 hours in which nobody worked.
    """
    found = lock_gate.efficiency()
    assert found.blocked == timedelta(hours=48)
    assert found.waited == timedelta(hours=24)
    assert found.value == pytest.approx(1 - 72 / 182.5)


def test_pace_is_the_age_on_the_day_of_the_last_exit(lock_gate):
    """It left Review on the 10th for the last time, and Build on the 12th: 10 − 5 + 1, 12 − 5 + 1.

    Build is left of Review, and a pace never falls to the right: so Review has the 8 of Build; as
    the last column before Done it has the cycle times anyway.
    """
    build, review = lock_gate.pace().columns
    assert build.measured == (8, 8, 8, 8)
    assert review.measured == (8, 8, 8, 8)


def test_the_lines_of_the_cumulative_flow_begin_where_it_went_on_for_good(lock_gate):
    """Ideas and Build: the first entry. Review: it came back from there, so only with Done."""
    cfd = lock_gate.cfd()
    begins = {line.name: 1 + line.counts.index(1) for line in cfd.lines}
    assert begins == {"Ideas": 2, "Build": 5, "Review": 12, "Done": 12}


@pytest.mark.parametrize("seed", [3, 14])
def test_a_cycle_time_picked_at_random_follows_from_the_timeline_of_its_card(db, seed):
    story = Story(seed, zone="America/New_York", reshaped=False)
    for _verb in story.steps(50):
        pass
    catch_up(story.board.pk)
    finished = Passage.objects.filter(finished_on__isnull=False).order_by("pk")
    passage = Random(seed).choice(list(finished))

    board, card = passage.board, passage.card
    undone = [event.data["undid"] for event in board.events.filter(kind="undone")]
    given_back = card.events.filter(kind="returned_to_backlog").exclude(number__in=undone)
    last = given_back.order_by("number").last()
    began_anew = last.at if last else card.created_at

    # The timeline of the card since it was last given back, line by line, without what was undone.
    start = finish = None
    for stay in Stay.objects.filter(card=card, voided_at=None, entered_at__gte=began_anew):
        if start is None and stay.column.stage != "queue":
            start = stay.entered_at.astimezone(board.zone).date()  # the first that is no queue
        if stay.column.stage != "done":
            finish = None  # it was not done, or not for good
        elif finish is None:
            finish = stay.entered_at.astimezone(board.zone).date()

    # Both ends count; on this board perhaps not every day does.
    days = [start + timedelta(days=n) for n in range((finish - start).days + 1)]
    working = [day for day in days if is_working(board, day)]
    assert (passage.started_on, passage.finished_on) == (start, finish)
    assert passage.days == max(len(working), 1)


def is_working(board: Board, day: date) -> bool:
    country, _, part = board.holidays_of.partition("-")
    is_free = country and day in country_holidays(country, subdiv=part or None)
    return day.weekday() not in board.days_off and not is_free

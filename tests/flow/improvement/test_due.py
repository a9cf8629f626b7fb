"""What is due of retrospectives: at the standup, in the digest, by an alert, and in an open slot."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.display.page.picture import Picture
from board.models import Board
from flow.alerts.models import Alert, Watch
from flow.alerts.morning.facts import Morning
from flow.alerts.scans import catch_up
from flow.improvement.choices import put_first, set_cadence
from flow.improvement.due import actions_due, next_one
from flow.improvement.models import Cadence, Retrospective
from flow.standup.calls import calls_of
from flow.standup.models import Standup
from flow.standup.walk import Walk


@pytest.fixture
def today(board):
    return board.day_of(timezone.now())


@pytest.fixture
def decided(board, ada, to_do):
    """Close a retrospective with actions by these days; answers their cards."""

    def make(*days: date):
        Retrospective.open(board, by=ada).close(
            [to_do(f"Action {nth}", by=day) for nth, day in enumerate(days)], by=ada
        )
        board.refresh_from_db()
        return list(board.cards.order_by("number"))

    return make


def calls(board, person) -> dict[str, bool]:
    standup = Standup.begin(board, by=person, since_version=0)
    walk = Walk(standup, board, person, timezone.now())
    return {each.words: each.presses for each in calls_of(walk)}


def test_the_standup_calls_actions_on_their_day_and_later(board, ada, decided, today):
    decided(today, today - timedelta(1), today + timedelta(1))
    late = (today - timedelta(1)).strftime("%-d %B")
    told = calls(board, ada)
    assert told["Action due today: SLU-1 Action 0"] is False
    assert told[f"Action due since {late}: SLU-2 Action 1"] is True
    assert not [words for words in told if "SLU-3" in words]


def test_what_is_done_or_gone_is_not_due(board, ada, done, decided, today):
    first, second, third = decided(today, today, today)
    first.move_to(done, by=ada)
    second.archive(by=ada)
    third.archive(by=ada)
    third.as_now().discard(by=ada)
    assert actions_due(board, today) == []


@pytest.mark.parametrize(
    ("hour", "day", "says"),
    [
        (8, 18, "Retrospective tomorrow at 15:00"),
        (8, 19, "Retrospective today at 15:00"),
        (14, 19, ""),
        (8, 17, ""),
    ],
)
def test_a_retrospective_is_told_a_day_before(board, ada, hour, day, says):
    board.revise(by=ada, time_zone="Europe/Brussels")
    board.refresh_from_db()
    set_cadence(board, by=ada, weekday=0, at=time(15), every_weeks=1, minutes=60)
    Cadence.objects.update(since=date(2026, 10, 12))
    assert next_one(board, datetime(2026, 10, day, hour, tzinfo=UTC)) == says


def test_the_digest_tells_both(board, ada, decided, today):
    decided(today)
    tomorrow = today + timedelta(1)
    set_cadence(board, by=ada, weekday=tomorrow.weekday(), at=time(9), every_weeks=1, minutes=60)
    morning = Morning(Board.objects.get(), None, timezone.now())
    [section] = [each for each in morning.sections if each.title == "Improvement"]
    lines = [line.words for line in section.lines.all]
    assert lines == [
        "Action due today: SLU-1 Action 0",
        "Retrospective tomorrow at 09:00",
    ]
    assert section.headline == "1 action is due"


def test_an_alert_tells_an_action_past_its_day_and_clears(board, ada, done, decided, today):
    late, due = decided(today - timedelta(1), today)
    board.refresh_from_db()
    catch_up(board.pk)
    [alert] = Alert.objects.filter(kind="action_due", cleared_at=None)
    assert alert.card_id == late.pk
    late.move_to(done, by=ada)
    Watch.objects.look_again(board)
    catch_up(board.pk)
    assert not Alert.objects.filter(kind="action_due", cleared_at=None).exists()
    assert due.finished_at is None


def pulled_into(build) -> str | None:
    [column] = Picture(Board.objects.get()).some_columns([build.pk])
    return column.pull_next.key if column.pull_next else None


def test_improvement_first_offers_the_oldest_action_to_an_open_slot(
    board, ideas, build, ada, card_in, decided, today
):
    board.limit_column(build, 2, by=ada)
    card_in(ideas)
    _other, older, newer = decided(today + timedelta(9), today)
    assert pulled_into(build) == "SLU-1"
    put_first(board, True, by=ada)
    assert pulled_into(build) == older.key == "SLU-2"
    older.block(reason="crane", by=ada)
    assert pulled_into(build) == newer.key
    put_first(board, False, by=ada)
    assert pulled_into(build) == "SLU-1"


def test_what_goes_first_costs_one_statement(board, build, ada, decided, today):
    board.limit_column(build, 2, by=ada)
    put_first(board, True, by=ada)
    decided(today, today, today)
    with CaptureQueriesContext(connection) as asked:
        Board.objects.get()
        pulled_into(build)
    assert sum("improvement_improvementaction" in each["sql"] for each in asked) == 1


def test_a_board_without_the_practice_asks_nothing(board, build, ada, card_in, ideas):
    board.limit_column(build, 2, by=ada)
    card_in(ideas)
    with CaptureQueriesContext(connection) as asked:
        assert pulled_into(build) == "SLU-1"
    assert not [each for each in asked if "improvement_" in each["sql"]]

"""What one card has been through, told anew."""

from datetime import UTC, datetime, timedelta

from flow.metrics.definitions.history import ColumnStay, History, restated
from flow.metrics.definitions.spans import Span
from flow.metrics.definitions.workflow import Step, Workflow

OLD_QUEUE, BUILD, DONE = 1, 2, 3
WORKFLOW = Workflow.of(
    [Step(OLD_QUEUE, "queue", 0, is_archived=True), Step(BUILD, "active", 1), Step(DONE, "done", 2)]
)
BEGIN = datetime(2026, 11, 2, 12, tzinfo=UTC)
AWAY = Span(BEGIN + timedelta(days=2), BEGIN + timedelta(days=5))


def test_an_absence_that_was_restored_is_told_anew():
    away = [ColumnStay(BUILD, BEGIN, AWAY.begin), ColumnStay(BUILD, AWAY.end, None)]
    assert restated(History(away), WORKFLOW) == [AWAY]


def test_an_absence_from_where_nothing_counts_changes_no_day():
    away = [ColumnStay(OLD_QUEUE, BEGIN, AWAY.begin), ColumnStay(OLD_QUEUE, AWAY.end, None)]
    assert restated(History(away), WORKFLOW) == []


def test_a_card_that_had_started_counts_wherever_it_was_moved_back_to():
    started = ColumnStay(BUILD, BEGIN - timedelta(days=1), BEGIN)
    away = [started, ColumnStay(OLD_QUEUE, BEGIN, AWAY.begin), ColumnStay(BUILD, AWAY.end, None)]
    assert restated(History(away), WORKFLOW) == [AWAY]

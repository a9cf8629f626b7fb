"""Exports of other shapes: other separators, other dates, a date for each column."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError

from board.models import Board
from tests.board.importers.conftest import DATA, counts, has_no_gaps, visits

FLOW = (
    *("--board", "FM", "--new", "Flow metrics", "--id", "ID", "--title", "ID"),
    *("--column", "Doing:active", "--column", "Done:done", "--keep", "Story Points"),
    *("--entered", "Doing=Activated Date", "--entered", "Done=Closed Date"),
    *("--delimiter", ";", "--date-format", "%m/%d/%Y %I:%M:%S %p"),
    DATA / "flowmetricscsv_example.csv",
)
JAM = (
    *("--board", "JAM", "--new", "Jam", "--id", "key", "--title", "key"),
    *("--column", "Backlog:queue", "--column", "Committed:queue", "--column", "Build:active"),
    *("--column", "Test:active", "--column", "Done:done", "--entered", "Backlog=Backlog"),
    *("--entered", "Committed=Committed", "--entered", "Build=Build"),
    *("--entered", "Test=Test", "--entered", "Done=Done"),
    DATA / "jam_fixture.csv",
)
ZENITH = (
    *("--board", "TZ", "--new", "Zenith", "--id", "ID", "--title", "Name", "--state", "State"),
    *("--labels", "Type", "--labels", "Tags", "--keep", "Parent", "--column", "Backlog:queue"),
    *("--column", "Next:active", "--column", "Analysing:active", "--column"),
    *("Implementation:active", "--column", "Waiting for Verification:waiting"),
    *("--column", "Done:done", "--entered", "Next=StartedDate", "--entered", "Done=ClosedDate"),
    *("--date-format", "relative"),
    DATA / "lighthouse_team_zenith.csv",
)


def test_american_dates_between_semicolons_without_a_state(root, import_csv):
    import_csv(*FLOW)
    board = Board.objects.get(key="FM")
    assert counts(board) == {"Doing": 5, "Done": 261, "archived": 0}
    assert visits(board, "137743") == [
        ("Doing", "2023-01-10 13:35:29"),
        ("Done", "2023-01-10 13:35:29"),
    ]
    assert has_no_gaps(board)


def test_the_imported_cycle_times_are_those_that_are_known_of_this_file(root, import_csv):
    """266 items, of which 261 are finished: mean 5.548 days."""
    import_csv(*FLOW)
    finished = Board.objects.get(key="FM").cards.exclude(finished_at=None)
    days = [(card.finished_at.date() - card.started_at.date()).days + 1 for card in finished]
    assert round(sum(days) / len(days), 3) == 5.548


def test_a_date_for_each_column_becomes_a_stay_in_each(root, import_csv):
    said = import_csv(*JAM)
    board = Board.objects.get(key="JAM")
    assert list(counts(board).values()) == [3, 3, 3, 3, 6, 0]
    assert visits(board, "A-13") == [
        ("Backlog", "2018-01-01 00:00:00"),
        ("Committed", "2018-01-02 00:00:00"),
        ("Build", "2018-01-03 00:00:00"),
        ("Test", "2018-01-04 00:00:00"),
        ("Done", "2018-01-07 00:00:00"),
    ]
    assert has_no_gaps(board)
    assert "Not read: cycle_time." in said


def test_a_card_starts_at_the_commitment_point_not_before(root, import_csv):
    import_csv(*JAM)
    cards = Board.objects.get(key="JAM").cards
    assert cards.get(external_id="A-4").started_at is None
    assert cards.get(external_id="A-13").started_at == datetime(2018, 1, 3, tzinfo=UTC)


@time_machine.travel("2026-11-23 10:00:00+00:00")  # a Monday
def test_relative_dates_are_counted_back_from_today(root, import_csv):
    import_csv(*ZENITH, "--put", "Nebula=Backlog")
    board = Board.objects.get(key="TZ")
    assert list(counts(board).values()) == [167, 1, 1, 1, 1, 201, 0]
    assert visits(board, "TZ-204") == [("Next", "2026-11-21 00:00:00")]  # {-2}
    assert visits(board, "TZ-001") == [  # {w-145}, {w-132}: 29 weeks; 26 weeks and 2 days
        ("Next", "2026-05-04 00:00:00"),
        ("Done", "2026-05-21 00:00:00"),
    ]


def test_a_file_that_contradicts_itself_is_not_believed(root, import_csv):
    with pytest.raises(CommandError) as error:
        import_csv(*ZENITH, "--arrived", "StateEnteredDate")
    assert str(error.value).splitlines() == [
        "Nothing was imported.",
        "Line 40: its date for Waiting for Verification is before its date for Next.",
        "Line 41: its date for Implementation is before its date for Next.",
        "Line 236: its state “Nebula” is not a column here; map it with --put “Nebula=…”",
    ]
    assert not Board.objects.exists()

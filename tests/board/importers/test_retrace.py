"""Cards retraced from a log are as if people had moved them, whatever the log looks like."""

from datetime import UTC, datetime, timedelta
from operator import attrgetter
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from board.models import Board, Card, Entry, Kind, NotPossible, Stay
from tests.examples import examples

COLUMNS = [
    *(("New", "queue"), ("Ready", "queue"), ("Doing", "active"), ("Check", "waiting")),
    *(("Done", "done"), ("Live", "done")),
]
BEGIN = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture
def empty(ada) -> Board:
    return Board.make("Empty", key="EMPTY", by=ada, columns=COLUMNS)


def entries_of(board: Board, *ways: list[tuple[int, int]]) -> list[Entry]:
    """For each card its column, counted from the left, and the hour that it came there."""
    columns = list(board.columns.all())
    return [
        Entry(f"card {card}", columns[column].pk, BEGIN + timedelta(hours=hour))
        for card, way in enumerate(ways)
        for column, hour in way
    ]


steps = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), min_size=1, max_size=8)


@settings(
    max_examples=examples(20, many=200),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    ways=st.lists(steps, min_size=1, max_size=4),
    seed=st.integers(0, 1_000),
    log=st.sampled_from(["oldest first", "newest first", "mixed"]),
)
def test_a_retraced_card_is_as_if_it_had_been_moved_here(ada, ways, seed, log):
    """What came first at one time is known of a log in order, and of no other."""
    hours = [[hour for _column, hour in way] for way in ways]
    if log == "newest first":
        assume(len({hour for way in hours for hour in way}) > 1)
    if log == "mixed":
        assume(all(len({*way}) == len(way) for way in hours))
    board = Board.make("Log", key=f"L{Board.objects.count():03}", by=ada, columns=COLUMNS)
    entries = entries_of(board, *ways)
    entries.sort(key=attrgetter("entered_at"))
    if log == "newest first":
        entries.reverse()
    if log == "mixed":
        Random(seed).shuffle(entries)
    board.retrace(entries, by=ada, source="a test")
    for number, way in enumerate(ways):
        retraced = board.cards.get(external_id=f"card {number}")
        moved = told_by_people(board, sorted(way, key=lambda step: step[1]), ada)
        assert facts(retraced) == facts(moved)


def told_by_people(board: Board, way: list[tuple[int, int]], ada) -> Card:
    columns = list(board.columns.all())
    card = None
    for column, hour in way:
        with time_machine.travel(BEGIN + timedelta(hours=hour), tick=False):
            if card is None:
                card = board.create_card("A card", by=ada, column=columns[column])
            else:
                card = card.move_to(columns[column], by=ada)
    return card.as_now()


def facts(card: Card) -> list[object]:
    stays = [
        (stay.column_id, stay.lane_id, stay.entered_at, stay.left_at) for stay in card.stays.all()
    ]
    moments = [card.arrived_at, card.started_at, card.finished_at]
    return [card.column_id, *moments, card.created_at, stays]


def test_a_retraced_card_says_what_a_created_one_says(empty, ada):
    """Whatever fields a card has: but for its words and moments they are those of the verb."""
    empty.retrace(entries_of(empty, [(2, 0)]), by=ada, source="a test")
    created = empty.create_card("A card", by=ada, column=empty.columns.get(name="Doing"))
    retraced = empty.cards.get(number=1)
    own = {"id", "number", "title", "external_id", "rank", "created_at", "arrived_at", "started_at"}
    for field in Card._meta.concrete_fields:
        if field.attname not in own:
            assert getattr(retraced, field.attname) == getattr(created, field.attname)


def test_a_board_with_cards_or_limits_takes_no_log(board, ada, build, card_in, empty):
    card_in(build)
    empty.limit_column(empty.columns.first(), 3, by=ada)
    for each in (board, empty):
        with pytest.raises(NotPossible, match="has cards or limits; a log creates a new board"):
            each.retrace(entries_of(each, [(0, 0)]), by=ada, source="a test")
    assert not Stay.objects.exclude(card__board=board).exists()


def test_nothing_comes_from_the_future(empty, ada):
    entry = entries_of(empty, [(0, 0)])[0]._replace(
        entered_at=timezone.now() + timedelta(seconds=9)
    )
    with pytest.raises(NotPossible, match="card 0 has a date in the future"):
        empty.retrace([entry], by=ada, source="a test")
    assert not empty.cards.exists()


def test_a_log_without_entries_is_no_event(empty, ada):
    assert empty.retrace([], by=ada, source="a test").cards == 0
    assert not empty.events.filter(kind=Kind.IMPORTED).exists()


def test_a_log_that_breaks_off_leaves_nothing(empty, ada):
    def breaking_off(entries):
        yield from entries
        raise ValueError("broken off")

    entries = breaking_off(entries_of(empty, [(0, 0)]))
    with pytest.raises(ValueError, match="broken off"):
        empty.retrace(entries, by=ada, source="a test")
    assert not empty.cards.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.log_entry')")
        assert cursor.fetchone() == (None,)


def test_many_cards_take_as_many_statements_as_a_few(ada):
    def statements(key: str, cards: int) -> int:
        board = Board.make(key, key=key, by=ada, columns=COLUMNS)
        entries = entries_of(board, *[[(0, 0), (2, 5), (4, 9)]] * cards)
        with CaptureQueriesContext(connection) as captured:
            board.retrace(entries, by=ada, source="a test")
        return len(captured)

    assert statements("FEW", 2) == statements("MANY", 1_500)

"""What is known of a card becomes a way without gaps, with the facts that the verbs would give."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from board.importers.history import Known, history
from board.importers.problems import Wrong
from board.models import Arrival, Board, Column, Stage, Visit
from board.models.card.facts import facts_of
from tests.examples import examples

NOW = datetime(2025, 6, 30, tzinfo=UTC)
NEW, READY, DOING, CHECK, DONE, LIVE = COLUMNS = [
    Column(pk=pk, name=name, stage=stage, position=pk)
    for pk, (name, stage) in enumerate(
        [
            ("New", Stage.QUEUE),
            ("Ready", Stage.QUEUE),
            ("Doing", Stage.ACTIVE),
            ("Check", Stage.WAITING),
            ("Done", Stage.DONE),
            ("Live", Stage.DONE),
        ],
        start=1,
    )
]


def june(day: int) -> datetime:
    return datetime(2025, 6, day, 9, tzinfo=UTC)


def way(present: Column | None, **known) -> list[tuple[str, int]]:
    """The columns and the day of June that the card came there."""
    entered = [Visit(column, june(day)) for column, day in known.pop("entered", [])]
    dates = {name: june(day) for name, day in known.items()}
    found = history(Known(present, entered=entered, **dates), columns=COLUMNS, now=NOW)
    return [(visit.column.name, visit.entered_at.day) for visit in found.visits]


def test_a_card_waits_in_the_first_queue_from_its_creation_on():
    assert way(DONE, created=1, entered=[(DOING, 3), (DONE, 5)]) == [
        ("New", 1),
        ("Doing", 3),
        ("Done", 5),
    ]


def test_a_board_without_a_queue_remembers_the_creation_only():
    known = Known(DOING, created=june(1), entered=[Visit(DOING, june(3))])
    found = history(known, columns=COLUMNS[2:], now=NOW)
    assert found.created_at == june(1)
    assert [visit.entered_at for visit in found.visits] == [june(3)]


def test_a_card_that_was_closed_without_a_start_goes_straight_into_done():
    assert way(DONE, entered=[(DONE, 5)]) == [("Done", 5)]
    assert way(DONE, created=1, entered=[(DONE, 5)]) == [("New", 1), ("Done", 5)]


def test_a_card_further_right_than_its_dates_came_there_at_the_last_of_them():
    assert way(CHECK, created=1, entered=[(DOING, 3)]) == [("New", 1), ("Check", 3)]


def test_a_card_that_moved_back_was_where_its_dates_say():
    assert way(READY, entered=[(DOING, 3)]) == [("Doing", 3), ("Ready", 3)]
    assert way(DOING, entered=[(DOING, 3), (DONE, 5)]) == [("Doing", 3), ("Done", 5), ("Doing", 5)]


def test_a_date_of_arrival_says_since_when():
    assert way(CHECK, entered=[(DOING, 3)], arrived=7) == [("Doing", 3), ("Check", 7)]
    assert way(READY, entered=[(DOING, 3)], arrived=7) == [("Doing", 3), ("Ready", 7)]
    assert way(DONE, arrived=7) == [("Done", 7)]


def test_a_card_of_which_no_date_is_known_came_this_moment():
    assert way(NEW) == [("New", 30)]
    assert way(DOING) == [("Doing", 30)]


def test_what_was_given_up_ends_on_its_last_date_and_never_was_done():
    known = Known(None, entered=[Visit(DOING, june(3)), Visit(DONE, june(5))])
    found = history(known, columns=COLUMNS, now=NOW)
    assert [visit.column for visit in found.visits] == [DOING]
    assert found.archived_at == june(5)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"entered": [(DOING, 5), (DONE, 3)]}, "its date for Done is before its date for Doing"),
        ({"created": 4, "entered": [(DONE, 3)]}, "before its date for its creation"),
        ({"entered": [(DOING, 5)], "arrived": 3}, "its date for Done is before its date for Doing"),
        ({"entered": [(DOING, 5)]}, "it is in Done, and no date says since when"),
        ({}, "it is in Done, and no date says since when"),
    ],
)
def test_dates_that_contradict_each_other_are_not_believed(known, words):
    with pytest.raises(Wrong, match=words):
        way(DONE, **known)


def test_the_future_is_not_believed():
    with pytest.raises(Wrong, match="its date for Doing is in the future"):
        history(
            Known(DOING, entered=[Visit(DOING, NOW + timedelta(seconds=1))]),
            columns=COLUMNS,
            now=NOW,
        )


days = st.integers(1, 29)


@st.composite
def knowns(draw, columns: list[Column]) -> Known:
    """What any file may say, if it does not contradict itself."""
    reached = [column for column in columns if draw(st.booleans())]
    dates = sorted(june(draw(days)) for _ in range(len(reached) + 2))
    created, *entered, arrived = dates
    visits = [Visit(column, at) for column, at in zip(reached, entered, strict=True)]
    arrived = draw(st.sampled_from([None, arrived]))
    was_done = arrived or any(column.is_done for column in reached)
    present = draw(st.sampled_from([c for c in columns if was_done or not c.is_done]))
    return Known(present, draw(st.sampled_from([None, created])), visits, arrived)


@settings(max_examples=examples(100, many=600))
@given(knowns(COLUMNS))
def test_a_way_is_in_order_and_ends_where_the_card_is(known):
    found = history(known, columns=COLUMNS, now=NOW)
    entered = [visit.entered_at for visit in found.visits]
    assert [found.created_at, *entered] == sorted([found.created_at, *entered])
    assert found.visits[-1].column == known.present
    assert all(a.column != b.column for a, b in zip(found.visits, found.visits[1:], strict=False))


def facts(card) -> list[object]:
    stays = [
        (stay.column_id, stay.lane_id, stay.entered_at, stay.left_at) for stay in card.stays.all()
    ]
    return [card.column_id, card.arrived_at, card.started_at, card.finished_at, stays]


def counted_again(card) -> list[object]:
    columns = {column.pk: column for column in card.board.columns.all()}
    return list(facts_of(list(card.stays.all()), columns))


@settings(
    max_examples=examples(20, many=200),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_an_imported_card_is_as_if_it_had_been_moved_here(db, ada_leads, data):
    board, ada = ada_leads
    columns = list(board.columns.all())
    found = history(data.draw(knowns(columns)), columns=columns, now=NOW)
    first, *later = found.visits
    with time_machine.travel(first.entered_at, tick=False):
        moved = board.create_card("A card", by=ada, column=first.column)
    for visit in later:
        with time_machine.travel(visit.entered_at, tick=False):
            moved = moved.move_to(visit.column, by=ada)
    arrival = Arrival(str(moved.pk), "A card", found.visits, found.created_at)
    [imported] = board.take_in([arrival], by=ada, source="test").cards
    assert facts(imported.as_now()) == facts(moved.as_now())
    assert counted_again(imported) == facts(imported)[1:4]


@pytest.fixture
def ada_leads(ada):
    columns = [(column.name, column.stage) for column in COLUMNS]
    return Board.make("Long", key="LONG", by=ada, columns=columns), ada

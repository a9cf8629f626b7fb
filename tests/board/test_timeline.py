"""Where the time of a card went, from its stays and blocks."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from board.display.card.spans import HOUR, TimeSpan, common, lasting, pieces, total
from board.display.card.timeline import Timeline
from board.models import Terms

DAY = 24 * HOUR
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def hours(start: float, end: float) -> TimeSpan:
    return TimeSpan(NOON + timedelta(hours=start), NOON + timedelta(hours=end))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a minute"),
        (59, "under a minute"),
        (60, "1 min"),
        (HOUR, "1 h"),
        (3 * HOUR + 600, "3 h 10 min"),
        (30 * HOUR, "30 h"),
    ],
)
def test_a_time_in_which_no_day_counts_is_said_in_hours(seconds, words):
    assert lasting(0, seconds) == words
    assert lasting(4, seconds) == "4 d"


def test_what_was_blocked_is_what_both_have_in_common():
    assert total(common([hours(0, 2), hours(4, 6)], [hours(1, 5)])) == 2 * HOUR


def test_a_bar_shows_the_shortest_stay_and_no_more_pieces_than_it_has_units():
    whole = hours(0, 1000)
    assert [piece.width for piece in pieces([hours(500, 500.01)], whole)] == [1]
    many = [hours(n, n + 0.5) for n in range(1000)]
    assert len(pieces(many, whole)) <= whole.seconds
    assert sum(piece.width for piece in pieces(many, whole)) <= 240


@pytest.fixture
def travelled(card_in, ideas, build, review, ada, grace):
    """Ideas 1 d, Build 2 d, Review 1 d, Build again today; blocked for a day of Build."""
    with time_machine.travel(NOON, tick=False) as clock:
        card = card_in(ideas)
        clock.shift(DAY)
        card.move_to(build, by=grace)
        clock.shift(DAY)
        card.block(reason="no boat", by=ada)
        clock.shift(DAY)
        card.unblock(by=ada)
        card.move_to(review, by=ada)
        clock.shift(DAY)
        card.move_to(build, by=grace)
        clock.shift(3 * HOUR)
        yield card.as_now()


def test_time_in_a_column_is_summed_over_its_stays_up_to_now(travelled):
    told = {bar.column.name: bar.words for bar in Timeline(travelled).bars}
    assert told == {
        "Ideas": "1 d",
        "Build": "3 d so far, 1 d of it blocked",
        "Review": "1 d",
    }


def test_the_days_from_the_start_on_add_up_to_the_age(travelled):
    bars = Timeline(travelled).bars
    assert sum(bar.days for bar in bars if bar.column.is_started) == travelled.age == 4


def test_each_stay_says_who_brought_the_card_there(travelled):
    told = [(visit.column, visit.by.short_name, visit.long) for visit in Timeline(travelled).visits]
    assert told == [
        *(("Build", "Grace", "1 d"), ("Review", "Ada", "1 d")),
        *(("Build", "Grace", "2 d"), ("Ideas", "Ada", "1 d")),
    ]


def test_a_move_that_was_undone_took_no_time(travelled, done, ada):
    travelled.move_to(done, by=ada).undo(by=ada)
    assert [bar.column.name for bar in Timeline(travelled).bars] == ["Ideas", "Build", "Review"]


def test_time_in_the_archive_is_not_counted(travelled, ada):
    archived = travelled.archive(by=ada)
    later = Timeline(archived, now=NOON + timedelta(days=90))
    assert {bar.words for bar in later.bars} == {"1 d", "3 d, 1 d of it blocked"}


def test_a_limit_that_was_passed_is_told_with_its_reason(card_in, build, review, board, ada):
    limit = board.limit_column(review, 0, by=ada, mode="reason")
    seen = Terms(override_reason="an audit", limit_versions={limit.pk: limit.version})
    card = card_in(build).move_to(review, by=ada, terms=seen)
    [(title, override)] = Timeline(card).overrides
    assert (title, override.reason, override.by) == ("Review", "an audit", ada)

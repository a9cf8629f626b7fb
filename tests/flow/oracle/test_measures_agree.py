"""The measures of flow and the reckoning say the same of thousands of boards made up by chance."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from board.calendar import Calendar, every_day
from flow.metrics.definitions.daily import Daily, PassageDays
from flow.metrics.definitions.history import (
    CardPassage,
    ColumnStay,
    History,
    options,
    passages,
    restated,
)
from flow.metrics.definitions.pace import paces
from flow.metrics.definitions.percentile import percentiles
from flow.metrics.definitions.spans import Span, efficiency
from flow.metrics.definitions.stability import stability
from flow.metrics.definitions.workflow import Step, Workflow
from flow.metrics.definitions.xmr import limits
from tests.examples import examples
from tests.flow.measures.test_daily import COMMITMENT, DONE, changes
from tests.flow.oracle import figures
from tests.flow.oracle.chance import a_board
from tests.flow.oracle.counts import Counts
from tests.flow.oracle.replay import PlainPassage, Replay
from tests.flow.oracle.values import PlainBoard, PlainCard

BOARDS = examples(500, many=2_000)  # of whose cards each number is compared
DAYS = examples(150, many=400)  # of these, day by day
SHOWN = (50, 70, 85, 95)
DAY = timedelta(days=1)


class Both:
    """A board, reckoned and measured."""

    def __init__(self, seed: int) -> None:
        self.counts = Counts(a_board(seed))
        self.board = self.counts.board
        self.workflow = workflow_of(self.board)
        self.calendar = Calendar(self.board.days_off, self.board.holidays_of)
        self.cards = [
            (replay, passages(history_of(replay.card), self.workflow))
            for replay in self.counts.replays
        ]

    @property
    def passages(self) -> Iterator[tuple[Replay, PlainPassage, CardPassage]]:
        """Each passage of each card, as the reckoning and the measures know it."""
        for replay, measured in self.cards:
            for plain, ours in zip(replay.passages, measured, strict=True):
                yield replay, plain, ours


@pytest.fixture(scope="module")
def boards() -> list[Both]:
    return [Both(seed) for seed in range(BOARDS)]


def workflow_of(board: PlainBoard) -> Workflow:
    return Workflow.of(Step(c.id, c.stage, c.position, c.archived) for c in board.columns)


def history_of(card: PlainCard) -> History:
    return History(
        [ColumnStay(stay.column, stay.entered, stay.left) for stay in card.stays],
        card.returns,
        card.archived,
        [Span(block.begun, block.ended) for block in card.blocks],
    )


def test_passages_start_finish_and_are_abandoned_at_the_same_moments(boards):
    for both in boards:
        for _replay, plain, ours in both.passages:
            assert ours.started_at == plain.start
            assert ours.finished_at == plain.finish
            assert ours.abandoned_at == plain.abandoned


def test_cards_count_in_each_line_since_the_same_moment(boards):
    for both in boards:
        queues = [column.id for column in both.board.today if column.stage == "queue"]
        started = [column.id for column in both.board.today if column.stage != "queue"]
        for replay, _measured in both.cards:
            ours = options(history_of(replay.card), both.workflow)
            assert ours == tuple(replay.options.get(column) for column in queues)
        for _replay, plain, ours in both.passages:
            assert ours.settled == tuple(plain.since.get(column) for column in started)


def test_blocked_waiting_and_idle_times_are_the_same_to_the_microsecond(boards):
    for both in boards:
        for replay, plain, ours in both.passages:
            times = (replay.blocked, replay.waited, replay.idle)
            reckoned = tuple(time(plain) for time in times) if plain.end else (None, None, None)
            assert (ours.blocked, ours.waited, ours.idle) == reckoned


def test_cycle_times_are_the_same_with_and_without_days_off(boards):
    for both in boards:
        for replay, plain, ours in both.passages:
            if plain.finish:
                ends = both.board.day(ours.started_at), both.board.day(ours.finished_at)
                assert both.calendar.days(*ends) == replay.cycle_time()


def test_each_day_has_the_same_numbers(boards):
    for both in boards[:DAYS]:
        counts = both.counts
        if not counts.passages:
            continue
        span = counts.span()
        passages, calendar = spans_of(counts), both.calendar
        told = changes(passages, calendar)
        ours = Daily(told, span[0], span[-1], commitment=COMMITMENT, done=DONE)
        assert ours.arrivals.tolist() == [*map(counts.arrivals, span)]
        assert ours.departures.tolist() == [*map(counts.departures, span)]
        assert ours.abandoned.tolist() == [*map(counts.abandoned, span)]
        assert ours.wip.tolist() == [*map(counts.wip, span)]
        assert ours.present.tolist() == [*map(counts.present, span)]
        working = calendar.working_days(span[0], span[-1]).tolist()
        expected = [*map(counts.throughput, working)]
        assert ours.throughput(working, calendar) == expected
        assert ours.total_age(calendar, passages).tolist() == [*map(counts.total_age, span)]


def test_the_same_days_are_restated(boards):
    for both in boards[:DAYS]:
        day, marked = both.board.day, set()
        for card in both.board.cards:
            for span in restated(history_of(card), both.workflow):
                marked |= {*every_day(day(span.begin), day(span.end) - DAY).tolist()}
        assert marked == {day for day in both.counts.span() if both.counts.is_restated(day)}


def test_paces_percentiles_and_efficiency_of_a_window_are_the_same(boards):
    for both in boards[:DAYS]:
        counts, span = both.counts, both.counts.span()
        window = span[len(span) // 3], span[-1] - DAY
        finished = {id(replay) for replay in counts.finished(*window)}
        last = [measured[-1] for replay, measured in both.cards if id(replay) in finished]
        days = counts.cycle_times(*window)
        shown = {p: figures.percentile(days, p) for p in SHOWN} if days else {}
        assert percentiles(days) == shown
        ages = [[age for age in column if age] for column in ages_of(both, last)]
        theirs = counts.paces(*window)
        assert paces([*ages[:-1], days]) == [pace and tuple(pace) for pace in theirs.values()]
        idle = sum((each.idle for each in last), timedelta())
        elapsed = sum((each.finished_at - each.started_at for each in last), timedelta())
        assert efficiency(idle, elapsed) == counts.efficiency(*window)


def test_limits_of_variation_and_little_are_the_same(boards):
    for both in boards[:DAYS]:
        counts, span = both.counts, both.counts.span()
        throughput = [*map(counts.throughput, span)]
        theirs, ours = figures.process_limits(throughput), limits(throughput)
        assert (ours is None) == (theirs is None)
        if ours:
            assert (ours.lower, ours.mean, ours.upper) == pytest.approx([*map(float, theirs)])
        days = counts.cycle_times(span[0], span[-1])
        present = [*map(counts.present, span)]
        check = stability(present, days)
        if days:
            assert check.average_wip == pytest.approx(float(figures.mean(present)))
            expected = len(days) / len(span) * float(figures.mean(days))
            assert check.expected_wip == pytest.approx(expected)
        else:
            assert check is None


def ages_of(both: Both, measured: list[CardPassage]) -> list[list[int | None]]:
    """For each column in progress, the age of each card on the day when it left it."""
    day = both.board.day
    return [
        [
            ours.left[place] and both.calendar.days(day(ours.started_at), day(ours.left[place]))
            for ours in measured
        ]
        for place in range(len(both.workflow.in_progress))
    ]


def spans_of(counts: Counts) -> list[PassageDays]:
    """The passages of a board by their days."""
    return [
        PassageDays(
            *(at and counts.board.day(at) for at in (each.start, each.finish, each.abandoned))
        )
        for each in counts.passages
    ]

"""What flow answers about a board whose story was told by its verbs is what the reckoning says."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from board.models import Board, Card
from flow.metrics.ledger.digests import catch_up
from flow.metrics.models import Passage
from flow.metrics.reports import DayWindow, Filters, Flow
from tests.examples import examples
from tests.flow.histories import Story
from tests.flow.oracle import figures
from tests.flow.oracle.counts import Counts
from tests.flow.oracle.plain_board import plain
from tests.flow.oracle.replay import Replay

SHOWN = (50, 70, 85, 95)


@pytest.fixture(params=range(examples(8, many=24)))
def story(request, db) -> Story:
    """A story that was digested while it was told, now and then."""
    story = Story(request.param)
    for _verb in story.steps(60):
        if story.dice.random() < 0.2:
            catch_up(story.board.pk)
    catch_up(story.board.pk)
    return story


def test_every_answer_is_what_the_reckoning_says(story):
    window = most_of(story)
    assert_passages_agree(story)
    assert_answers_agree(story, window, Filters(), lambda card: True)
    lane = story.dice.choice(list(story.board.shape.lanes.values()))
    service_class = story.dice.choice(list(story.board.shape.service_classes.values()))
    assert_answers_agree(story, window, Filters(lane=lane), lambda card: card.lane_id == lane.pk)
    assert_answers_agree(
        story,
        window,
        Filters(service_class=service_class),
        lambda card: card.service_class_id == service_class.pk,
    )


def most_of(story: Story) -> DayWindow:
    """The days of the story without its beginning, up to yesterday."""
    today = story.board.day_of(story.now)
    return DayWindow(today - timedelta(story.dice.randint(5, 30)), today - timedelta(1))


def assert_passages_agree(story: Story) -> None:
    """Each row that flow keeps of a card, in the calendar and the zone of the board."""
    counts = Counts(plain(story.board, story.now))
    rows = {row: [] for row in story.board.cards.values_list("number", flat=True)}
    kept = Passage.objects.filter(board=story.board).select_related("card")
    for passage in kept.order_by("card", "nth"):
        rows[passage.card.number].append(
            (passage.started_at, passage.finished_at, passage.abandoned_at, passage.days)
        )
    for replay in counts.replays:
        reckoned = [
            (each.start, each.finish, each.abandoned, replay.cycle_time() if each.finish else None)
            for each in replay.passages
        ]
        assert rows[replay.card.number] == reckoned


def assert_answers_agree(
    story: Story, window: DayWindow, filters: Filters, fits: Callable[[Card], bool]
) -> None:
    flow = Flow(story.board, window, filters, now=story.now)
    counts = Counts(plain(story.board, story.now, fits))
    assert_days_agree(flow, counts)
    assert_finished_cards_agree(flow, counts)
    assert_work_in_progress_agrees(flow, counts, story.board)
    assert_forecasts_agree(flow, counts)


def assert_days_agree(flow: Flow, counts: Counts) -> None:
    """The cumulative flow, WIP, its age and what changes it, on each day of the window."""
    days = flow.window.days
    cfd = flow.cfd()
    assert cfd.days == days
    assert [list(line) for line in zip(*(each.counts for each in cfd.lines), strict=True)] == [
        [*counts.lines(day).values()] for day in days
    ]
    assert cfd.restated == [counts.is_restated(day) for day in days]
    told = [
        (each.day, each.wip, each.total_age, each.arrivals, each.departures, each.abandoned)
        for each in flow.wip()
    ]
    measures = (counts.wip, counts.total_age, counts.arrivals, counts.departures, counts.abandoned)
    assert told == [(day, *(measure(day) for measure in measures)) for day in days]
    assert flow.oldest_ages() == [counts.oldest_age(day) for day in days]
    throughput = flow.throughput()
    assert throughput.days == working_days(flow, counts)
    assert throughput.counts == [counts.throughput(day) for day in throughput.days]


def assert_finished_cards_agree(flow: Flow, counts: Counts) -> None:
    """Cycle times and what is made of them: percentiles, pace, efficiency, Little's law."""
    window = flow.window.first, flow.window.last
    days = counts.cycle_times(*window)
    cycle_times = flow.cycle_times()
    assert cycle_times.count == len(days) == sum(flow.throughput().counts)
    if days:
        assert cycle_times.mean == pytest.approx(float(figures.mean(days)))
        assert cycle_times.percentiles == {p: figures.percentile(days, p) for p in SHOWN}
    paces = {each.column: each.measured and [*each.measured] for each in flow.pace().columns}
    assert paces == counts.paces(*window)
    blocked = waited = timedelta()
    for replay in counts.finished(*window):
        blocked += replay.blocked(replay.last)
        waited += replay.waited(replay.last)
    efficiency = flow.efficiency()
    assert (efficiency.blocked, efficiency.waited) == (blocked, waited)
    assert efficiency.value == counts.efficiency(*window)
    assert sum((each.blocked for each in flow.blocked()), timedelta()) == blocked
    stability = flow.stability()
    if days:
        there = [counts.present(day) for day in working_days(flow, counts)]
        assert stability.average_wip == pytest.approx(float(figures.mean(there)))
        assert stability.throughput == pytest.approx(len(days) / len(there))
    else:
        assert stability is None


def assert_work_in_progress_agrees(flow: Flow, counts: Counts, board: Board) -> None:
    """Every card in progress: how old it is, and how long it has been in its column."""
    columns = dict(board.cards.values_list("number", "column"))

    def told(replay: Replay) -> tuple:
        number = replay.card.number
        start = counts.board.day(replay.last.start)
        return number, start, replay.age(), replay.time_in(columns[number])

    reckoned = {told(replay) for replay in counts.replays if replay.age() is not None}
    assert {
        (each.number, each.started_on, each.age, each.in_column) for each in flow.aging()
    } == reckoned


def assert_forecasts_agree(flow: Flow, counts: Counts) -> None:
    """By all ways in which three days may go, if each is like one of the last eight that count."""
    days = working_days(flow, counts)[-8:]
    if not days:
        return
    short = Flow(flow.board, DayWindow(days[0], flow.window.last), flow.filters, now=flow.now)
    history = [counts.throughput(day) for day in days]
    assert short.throughput().counts == history
    many, when = short.how_many(3), short.when(2)
    if not any(history):
        assert (many.answers, when.answers) == ({}, {})
        return
    assert many.answers == {p: figures.how_many(history, 3, p) for p in SHOWN}
    for p in SHOWN:
        day = figures.when(history, 2, p, within=4)
        assert day is None or when.answers[p] == day


def working_days(flow: Flow, counts: Counts) -> list[date]:
    return [day for day in flow.window.days if counts.board.works_on(day)]

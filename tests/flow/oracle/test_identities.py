"""The reckoning itself is sound: what must follow from the definitions does, on any history."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.examples import examples
from tests.flow.oracle.chance import a_board
from tests.flow.oracle.counts import Counts

BOARDS = range(examples(400, many=1_500))
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def boards() -> list[Counts]:
    return [Counts(a_board(seed, works_every_day=True)) for seed in BOARDS]


def test_the_days_on_which_finished_cards_were_present_are_their_cycle_times(boards):
    for counts in boards:
        finished = [replay for replay in counts.replays if replay.is_finished]
        present = sum(
            counts.board.day(replay.last.start) <= day <= counts.board.day(replay.last.finish)
            for replay in finished
            for day in counts.span()
        )
        assert present == sum(replay.cycle_time() for replay in finished)


def test_wip_summed_up_is_the_time_that_passages_took(boards):
    for counts in boards:
        took = 0
        for replay in counts.replays:
            took += (replay.cycle_time() or 1) - 1 + (replay.age() or 0)
            for each in replay.passages:
                if each.abandoned:
                    took += days_between(counts, each.start, each.abandoned)
        assert sum(counts.wip(day) for day in counts.span()) == took


def test_wip_changes_by_what_arrives_departs_and_is_abandoned(boards):
    for counts in boards:
        for before, day in pairwise(counts.span()):
            change = counts.arrivals(day) - counts.departures(day) - counts.abandoned(day)
            assert counts.wip(day) - counts.wip(before) == change


def test_the_lines_of_the_cumulative_flow_never_cross_and_their_gap_is_wip(boards):
    for counts in boards:
        commitment = next(c.id for c in counts.board.today if c.stage != "queue")
        done = next(c.id for c in counts.board.today if c.stage == "done")
        for day in counts.span():
            lines = counts.lines(day)
            assert list(lines.values()) == sorted(lines.values(), reverse=True)
            assert lines[commitment] - lines[done] == counts.wip(day)


def test_total_age_grows_by_a_day_for_each_card_that_stays(boards):
    for counts in boards:
        for day in counts.span():
            ages = [(day - start).days + 1 for start in starts_of_wip(counts, day)]
            assert counts.total_age(day) == sum(ages)


def test_today_nothing_is_told_otherwise(boards):
    for counts in boards:
        assert not counts.is_restated(counts.board.this_day)


def test_histories_are_varied(boards):
    passages = [each for counts in boards for each in counts.passages]
    assert sum(each.finish is not None for each in passages) > len(BOARDS) // 2
    assert sum(each.abandoned is not None for each in passages) > len(BOARDS) // 2
    assert sum(each.end is None for each in passages) > len(BOARDS) // 2
    assert sum(len(replay.passages) > 1 for counts in boards for replay in counts.replays) > (
        len(BOARDS) // 4
    )
    assert sum(any(map(counts.is_restated, counts.span())) for counts in boards[:200]) > 40


def starts_of_wip(counts: Counts, day: date) -> list[date]:
    found = []
    for each in counts.passages:
        start = counts.board.day(each.start)
        end = each.end and counts.board.day(each.end)
        if start <= day and (end is None or end > day):
            found.append(start)
    return found


def days_between(counts: Counts, start, end) -> int:
    return (counts.board.day(end) - counts.board.day(start)).days

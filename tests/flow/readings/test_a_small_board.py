"""The numbers of a board that is small enough to count by hand.

SLU-1  Build 2 Nov, Done 4 Nov                         3 days
SLU-2  Ideas 1 Nov, Build 3 Nov, Review 4 Nov, Done 9 Nov   7 days, blocked 5-6 Nov
SLU-3  Build 3 Nov, archived 6 Nov                     abandoned
SLU-4  Build 5 Nov, Review 8 Nov                       in progress
SLU-5  Build 4 Nov, Done 5 Nov, reopened 7 Nov         in progress
"""

from datetime import date, timedelta

import pytest

from flow.metrics.reports import DayWindow, Filters, Flow
from tests.flow.teller import moment_of

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 9)
NOW = moment_of("2026-11-10")


@pytest.fixture
def told(tell, board, ada, grace):
    tell.card(("2026-11-02", "Build"), ("2026-11-04", "Done"), labels=["paint"])
    second = tell.card(
        *(("2026-11-01", "Ideas"), ("2026-11-03", "Build"), ("2026-11-04", "Review")),
        assignees=[grace],
    )
    with tell.at("2026-11-05"):
        second = second.block(reason="no key", by=ada)
    with tell.at("2026-11-06"):
        second = second.unblock(by=ada)
    with tell.at("2026-11-09"):
        second.move_to(board.columns.get(name="Done"), by=ada)
    third = tell.card(("2026-11-03", "Build"))
    with tell.at("2026-11-06"):
        third.archive(by=ada)
    tell.card(("2026-11-05", "Build"), ("2026-11-08", "Review"))
    fifth = tell.card(("2026-11-04", "Build"), ("2026-11-05", "Done"))
    with tell.at("2026-11-07"):
        fifth.reopen(by=ada)
    tell.digest()
    return tell


@pytest.fixture
def flow(told, board) -> Flow:
    return Flow(board, DayWindow(FIRST, LAST), now=NOW)


def test_cycle_times_count_both_days(flow):
    times = flow.cycle_times()
    assert (times.count, times.mean, times.too_few) == (2, 5.0, True)
    assert times.percentiles == {50: 3, 70: 7, 85: 7, 95: 7}
    assert [(each.card.number, each.days) for each in flow.finished.latest_first()] == [
        *((2, 7), (1, 3)),
    ]


def test_throughput_has_days_with_zero(flow):
    throughput = flow.throughput()
    assert throughput.counts == [0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert throughput.days[3] == date(2026, 11, 4)
    assert throughput.total == flow.cycle_times().count


def test_wip_is_what_is_started_and_not_ended_at_the_end_of_each_day(flow):
    days = flow.wip()
    assert [day.wip for day in days] == [0, 1, 3, 3, 4, 3, 3, 3, 2]
    assert [day.arrivals for day in days] == [0, 1, 2, 1, 1, 0, 0, 0, 0]
    assert [day.abandoned for day in days] == [0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert days[-1].total_age == 5 + 6
    assert days[4].total_age == 3 + 3 + 1 + 2
    assert flow.oldest_ages() == [0, 1, 2, 2, 3, 4, 5, 6, 6]


def test_the_lines_of_the_cumulative_flow_do_not_cross_and_their_gap_is_wip(flow):
    cfd = flow.cfd()
    assert [line.name for line in cfd.lines] == ["Ideas", "Build", "Review", "Done"]
    ideas, build, review, done = (line.counts for line in cfd.lines)
    assert ideas == [1, 2, 3, 4, 5, 4, 4, 4, 4]
    assert build == [0, 1, 3, 4, 5, 4, 4, 4, 4]
    assert review == [0, 0, 0, 2, 2, 2, 2, 3, 3]
    assert done == [0, 0, 0, 1, 1, 1, 1, 1, 2]


def test_days_that_a_reopening_told_anew_are_marked(flow):
    restated = [
        day.day for day, was in zip(flow.cfd().days, flow.cfd().restated, strict=True) if was
    ]
    assert restated == [5, 6]


def test_time_in_which_nobody_could_work_is_set_against_all_time(flow):
    efficiency = flow.efficiency()
    assert efficiency.elapsed == timedelta(days=2 + 6)
    assert efficiency.blocked == efficiency.idle == timedelta(days=1)
    assert efficiency.value == 1 - 1 / 8
    [blocker] = flow.blocked()
    assert (blocker.reason, blocker.times, blocker.cards) == ("no key", 1, 1)
    assert blocker.blocked == timedelta(days=1)


def test_what_goes_on_is_shown_by_age(flow, board, ada):
    board.columns.get(name="Review").set_pace([2, 5, 6, 9], by=ada)
    aging = flow.aging()
    assert [(each.number, each.age, each.column) for each in aging] == [
        *((5, 7, "Build"), (4, 6, "Review")),
    ]
    assert aging[1].level == 3
    assert aging[1].in_column == timedelta(days=2)


def test_pace_is_the_age_at_the_last_exit_and_never_falls(flow):
    build, review = flow.pace().columns
    assert build.measured == (2, 3, 3, 3)
    assert review.measured == (3, 7, 7, 7)
    assert build.trusted is review.trusted is None  # of two cards


def test_a_forecast_goes_on_as_the_window_went(flow):
    assert flow.how_many(0).answers[85] == 0
    assert flow.when(0).dates[85] == date(2026, 11, 10)
    assert flow.how_many(9).distribution.chances.sum() == pytest.approx(1)


def test_only_some_cards_are_asked_about(told, board, grace):
    label = board.labels.get()
    window = DayWindow(FIRST, LAST)
    painted = Flow(board, window, Filters(label=label), now=NOW)
    assert painted.cycle_times().count == sum(painted.throughput().counts) == 1
    assert [day.wip for day in painted.wip()] == [0, 1, 1, 0, 0, 0, 0, 0, 0]
    hers = Flow(board, window, Filters(assignee=grace), now=NOW)
    assert [each.days for each in hers.finished] == [7]
    expedite = board.service_classes.get(kind="expedite")
    assert (
        Flow(board, window, Filters(service_class=expedite), now=NOW).cfd().lines[0].counts
        == [0] * 9
    )


def test_stability_sets_what_is_there_against_what_leaves(flow):
    stability = flow.stability()
    assert stability.average_wip == (0 + 1 + 3 + 4 + 4 + 4 + 3 + 3 + 3) / 9
    assert stability.expected_wip == pytest.approx(2 / 9 * 5)

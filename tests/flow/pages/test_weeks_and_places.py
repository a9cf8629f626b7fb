"""What pages read of flow beyond the measures of the API: weeks, time in columns, a card's way."""

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from flow.metrics.definitions.forecast import Distribution
from flow.metrics.reports import DayWindow, Flow
from flow.metrics.reports.daily import Throughput
from flow.metrics.reports.forecasts import HowMany
from flow.metrics.reports.needs import need
from flow.metrics.reports.places import blocked_at, standing_reasons, time_in_columns
from flow.metrics.reports.way import way_of
from flow.metrics.reports.weekly import (
    efficiency_by_week,
    summed,
    throughput_by_week,
    weeks,
)

SUNDAY = date(2026, 11, 22)
A_DAY = timedelta(1)


@given(st.integers(1, 400))
def test_the_weeks_of_a_window_are_its_days_and_end_with_it(days):
    window = DayWindow(SUNDAY - timedelta(days - 1), SUNDAY)
    found = weeks(window)
    assert (found[0].first, found[-1].last) == (window.first, window.last)
    assert all(a.last + A_DAY == b.first for a, b in itertools.pairwise(found))
    assert all(week.is_whole for week in found[1:])


@given(st.lists(st.integers(0, 20), min_size=1, max_size=100))
def test_weeks_lose_no_card(counts):
    days = [SUNDAY - timedelta(ago) for ago in reversed(range(len(counts)))]
    found = weeks(DayWindow(days[0], SUNDAY))
    assert sum(summed(found, days, counts)) == sum(counts)


def test_the_limits_of_weeks_leave_out_a_week_that_is_not_whole():
    days = [SUNDAY - timedelta(ago) for ago in reversed(range(22))]
    counts = [9, *[1] * 7, *[0] * 7, *[2] * 7]
    weekly = throughput_by_week(DayWindow(days[0], SUNDAY), Throughput(days, counts))
    assert weekly.counts == [9, 7, 0, 14]
    assert weekly.limits.mean == 7
    assert weekly.signals == []


def test_what_is_needed_is_held_against_what_was():
    certain = HowMany(14, Distribution(4, np.array([0.25, 0.75])))
    found = need(certain, Throughput([SUNDAY], [1]), 5)
    assert (found.per_week, found.past_per_week, found.chance) == (2.5, 7, 75)


def test_without_a_day_or_a_past_nothing_is_made_up():
    found = need(HowMany(0, None), Throughput([], []), 5)
    assert (found.per_week, found.past_per_week, found.chance) == (None, None, None)


@pytest.fixture
def told(board, build, review, done, card_in, ada, ago, count):
    """SLU-1: three days in Build, two in Review; blocked now is SLU-2, in Build for a day."""
    with ago(7):
        first = card_in(build)
    with ago(4):
        first.move_to(review, by=ada)
    with ago(2):
        first.move_to(done, by=ada)
    with ago(1):
        card_in(build).block(reason="no key", by=ada)
    count()
    return first


def test_the_time_in_columns_is_that_from_start_to_finish(told, board):
    spent = {each.name: each.total for each in time_in_columns(Flow(board))}
    seconds = A_DAY.total_seconds()
    assert spent == {
        "Build": pytest.approx(3 * seconds, abs=60),
        "Review": pytest.approx(2 * seconds, abs=60),
    }


def test_the_weeks_of_efficiency_are_the_cards_that_finished_in_them(told, board):
    flow = Flow(board)
    cards = [efficiency.cards for _week, efficiency in efficiency_by_week(flow)]
    assert cards == [*[0] * (len(cards) - 1), 1]
    assert efficiency_by_week(flow)[-1][1].value == flow.efficiency().value == 1


def test_what_is_blocked_now_was_not_a_week_ago(told, board):
    flow = Flow(board)
    assert standing_reasons(flow) == {"no key": 1}
    assert blocked_at(flow, flow.now) == 1
    assert blocked_at(flow, flow.now - timedelta(7)) == 0


def test_the_way_of_a_card_tells_the_time_and_the_age_at_each_column(told):
    way = way_of(told, timezone.now())
    assert way.days == 6
    assert [(s.column.name, round(s.spent / A_DAY), s.days, s.age) for s in way.steps] == [
        ("Build", 3, 3, 4),
        ("Review", 2, 3, 6),
    ]
    assert sum(step.days for step in way.steps) == way.days


def test_a_card_that_goes_on_is_as_old_as_it_is_where_it_stands(told, board):
    way = way_of(board.cards.get(number=2), timezone.now())
    [here] = [step for step in way.steps if step.is_here]
    assert (here.column.name, here.age, way.days) == ("Build", 2, 2)

"""What a chart says today, in a sentence, from its numbers alone."""

from datetime import date, timedelta

import pytest

from flow.metrics.charts import age, blocked, cumulative, cycle_time, net_flow, total_age, when, wip

MONDAY = date(2026, 11, 23)


def line(percent, days, expected=False):
    return {"percent": percent, "days": days, "expected": expected}


def lines():
    return [line(50, 6), line(70, 8), line(85, 12, expected=True), line(95, 17)]


def test_cycle_time_tells_the_half_and_the_expectation():
    data = {"cards": [{"late": False}], "cells": [], "lines": lines()}
    assert cycle_time.says(data) == "Half finish within 6 days, 85 % within 12."


def test_cycle_time_counts_what_took_longer():
    data = {"cards": [{"late": True}, {"late": True}], "cells": [], "lines": lines()}
    assert cycle_time.says(data).endswith("The 2 diamonds took longer.")


@pytest.mark.parametrize(
    ("counts", "days"),
    [
        ([3, 3, 4, 4, 5, 6], 4),  # the days it lay still before it grew do not count
        ([9, 2, 3, 3, 4, 4], 4),
        ([2, 3, 4], 0),  # two days are no trend
        ([2, 2, 2, 3, 3, 3], 0),  # nor is a single card
        ([5, 4, 3, 2], 0),
        ([7], 0),
        ([], 0),
    ],
)
def test_a_column_has_grown_for_so_many_days(counts, days):
    assert cumulative.growth(counts) == days


def cfd(**counts):
    """The data of a cumulative flow diagram from the cards in each column on each day."""
    days = [MONDAY - timedelta(ago) for ago in reversed(range(len(counts["Done"])))]
    names = list(counts)
    running = [
        (name, [sum(counts[each][at] for each in names[place:]) for at in range(len(days))])
        for place, name in enumerate(names)
    ]
    areas = cumulative.areas(days, running, ["Done"])
    return {"areas": areas, "ends": cumulative.ends(areas), "days": cumulative.days(areas)}


def test_the_cumulative_flow_names_the_column_that_grows():
    data = cfd(Build=[3, 3, 3, 3, 3], Review=[1, 2, 2, 3, 4], Done=[0, 0, 1, 1, 2])
    assert cumulative.says(data) == "Review has grown since 20 November."


NO_GROWTH = "No column has grown by two cards or more: as many cards leave as enter."


def test_what_is_done_may_grow_without_being_told():
    data = cfd(Build=[3, 3, 3, 3, 3], Done=[0, 1, 2, 3, 4])
    assert cumulative.says(data) == NO_GROWTH


def test_a_column_that_holds_more_than_at_first_has_grown_though_not_lately():
    data = cfd(Build=[2, 6, 8, 7, 7], Review=[1, 2, 1, 2, 2], Done=[0, 0, 1, 1, 2])
    assert cumulative.says(data) == "Build went from 2 to 7 cards in this time."
    data = cfd(Build=[7, 6, 8, 7, 8], Review=[1, 2, 1, 2, 2], Done=[0, 0, 1, 1, 2])
    assert cumulative.says(data) == NO_GROWTH


def card(key, days, heat):
    return {"key": key, "age": days, "heat": heat}


def test_age_names_the_cards_that_are_older_than_nearly_all_were():
    cards = [card("SLU-44", 14, 4), card("SLU-47", 11, 4), card("SLU-1", 2, 0)]
    said = age.says({"cards": cards, "bands": [], "lines": []})
    assert (
        said == "SLU-44 and SLU-47 are older than 95 % of cards were when they left their column."
    )


def test_age_names_the_oldest_where_none_is_too_old():
    data = {"cards": [card("SLU-1", 2, 0)], "bands": [{"heat": 1}], "lines": []}
    assert age.says(data).endswith("the oldest is SLU-1, 2 days.")


def test_age_says_that_nothing_is_in_progress():
    assert age.says({"cards": [], "bands": [], "lines": []}) == "Nothing is in progress."


def day(cards, limit, over=False):
    return {"wip": cards, "limit": limit, "over": over}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([day(4, None), day(9, None)], "9 in progress; between 4 and 9 in this time."),
        ([day(9, 9)], "9 in progress, within the limit of 9."),
        ([day(12, 9, True)], "12 in progress, above the limit of 9 since 23 November."),
        (
            [day(12, 9, True), day(3, 9), *[day(12, 9, True)] * 3],
            "12 in progress, above the limit of 9 since 21 November.",
        ),
    ],
)
def test_work_in_progress_is_held_against_its_limit(days, said):
    first = MONDAY - timedelta(len(days) - 1)
    dated = [each | {"day": first + timedelta(n)} for n, each in enumerate(days)]
    assert wip.says({"days": dated, "ends": []}) == said


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ([80], "80 days of age in 10 cards."),
        ([70, *[75] * 6, 80], "80 days of age in 10 cards, 10 more than a week ago."),
        ([90, *[75] * 6, 80], "80 days of age in 10 cards, 10 fewer than a week ago."),
        ([80, *[75] * 6, 80], "80 days of age in 10 cards, as a week ago."),
    ],
)
def test_total_age_is_compared_with_a_week_ago(ages, said):
    days = [{"age": each, "wip": 10} for each in ages]
    assert total_age.says({"days": days, "ends": []}) == said


@pytest.mark.parametrize(
    ("arrivals", "said"),
    [(9, "work piled up by 4."), (1, "work went down by 4."), (5, "in balance.")],
)
def test_net_flow_tells_whether_work_piles_up(arrivals, said):
    bars = [{"arrivals": arrivals, "out": -5, "net": arrivals - 5}]
    assert net_flow.says({"bars": bars}).endswith(said)


def test_blocked_time_names_what_cost_most_and_what_is_blocked_now():
    bars = [
        {"reason": "no key", "days": 6.25, "standing": 1},
        {"reason": "rain", "days": 3.75, "standing": 0},
    ]
    said = blocked.says({"bars": bars})
    assert said == "“no key” cost most: 6.2 of 10.0 blocked days. 1 card is blocked now."


@pytest.mark.parametrize("chart", [cycle_time, cumulative, wip, total_age, net_flow])
def test_a_chart_without_numbers_says_nothing_of_them(chart):
    empty = {key: [] for key in ("cards", "cells", "lines", "areas", "ends", "days", "bars")}
    assert chart.says(empty) == ""


def test_what_is_more_than_ten_years_away_has_words(monkeypatch):
    far = {"bars": [], "lines": [], "beyond": [{"percent": 85}]}
    assert when.says(far) == "That is more than ten years away."
    assert when.says(far | {"beyond": []}) == ""

"""How numbers become marks: bands, bins, and words that do not lie on each other."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow.metrics.charts import age, cumulative, cycle_time, spread
from flow.metrics.charts.grammar import amount, apart, in_rows
from flow.metrics.charts.palette import themes

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def test_many_cards_are_binned_by_week_and_band_of_days():
    cells = cycle_time.binned([(FRIDAY, 1, 2), (MONDAY, 1, 1), (MONDAY, 48, 1)])
    assert [(cell["since"], cell["days"], cell["cards"]) for cell in cells] == [
        (date(2026, 11, 16), "1–2", 2),
        (MONDAY, "1–2", 1),
        (MONDAY, "47–48", 1),
    ]


@given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 900), st.integers(1, 9)
        )
    )
)
def test_binning_loses_no_card(cards):
    binned = sum(cell["cards"] for cell in cycle_time.binned(cards))
    assert binned == sum(number for _day, _days, number in cards)


@given(st.dictionaries(st.integers(1, 900), st.integers(1, 50)))
def test_the_histogram_counts_each_card_once_and_shows_the_gaps(days):
    bars = spread.bars(days, within=12)
    assert sum(bar["cards"] for bar in bars) == sum(days.values())
    assert len(bars) <= spread.BANDS
    assert all(after["low"] - before["high"] < 1 for before, after in itertools.pairwise(bars))


def test_the_bands_of_a_column_reach_from_the_ground_to_the_top():
    bands = age.bands([("Build", (4, 6, 8, 10)), ("New", None)], top=20)
    of_build = [(b["low"], b["high"], b["heat"]) for b in bands if b["column"] == "Build"]
    assert of_build == [(0, 4, 0), (4, 6, 1), (6, 8, 2), (8, 10, 3), (10, 20, 4)]
    assert [(b["low"], b["high"], b["heat"]) for b in bands if b["column"] == "New"] == [(0, 20, 0)]


def test_cards_of_one_age_stand_side_by_side_and_are_named_once():
    cards = [
        {"column": "Build", "order": 0, "age": 7, "key": key, "heat": 0}
        for key in ("A-2", "A-1", "A-3")
    ]
    assert [(card["slot"], card["label"]) for card in age.placed(cards)] == [
        (0, ""),
        (1, ""),
        (2, "A-3 +2"),
    ]


def test_the_areas_of_the_cumulative_flow_are_the_cards_in_each_column():
    areas = cumulative.areas([FRIDAY, MONDAY], [("Build", [5, 9]), ("Done", [3, 4])], ["Done"])
    assert [each["columns"] for each in cumulative.days(areas)] == [
        {"Build": 2, "Done": 0},
        {"Build": 5, "Done": 1},
    ]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=10))
def test_words_at_the_end_of_lines_never_lie_on_each_other(values):
    placed = [each["at"] for each in apart([{"value": each} for each in values], "value", top=100)]
    assert all(after - before >= 7 for before, after in itertools.pairwise(placed))


def test_words_above_a_chart_stand_higher_the_farther_left_they_are():
    rows = in_rows([{"edge": 4}, {"edge": 9}, {"edge": 1}], "edge")
    assert [(each["edge"], each["row"]) for each in rows] == [(9, 0), (4, 1), (1, 2)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_has_the_colours_of_the_pages(theme):
    water = {"light": "#0b5866", "dark": "#67c6d4"}
    assert themes()[theme]["water"] == water[theme]


@pytest.mark.parametrize(("whole", "step"), [(True, 1), (False, None)])
def test_only_an_axis_of_fractions_has_ticks_between_two_numbers(whole, step):
    assert amount("cards", whole=whole).to_dict()["axis"].get("tickMinStep") == step

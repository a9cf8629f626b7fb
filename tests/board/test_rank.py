"""A card finds its place between any two others, however often somebody drags."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.models.card import rank


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=200))
def test_there_is_always_a_place_between_two_cards(places):
    column: list[str] = []
    for place in places:
        at = place % (len(column) + 1)
        before = column[at - 1] if at else None
        after = column[at] if at < len(column) else None
        column.insert(at, rank.between(before, after))
    assert column == sorted(set(column))


def test_a_column_filled_one_by_one_keeps_short_ranks():
    last = None
    for _ in range(20_000):
        following = rank.between(last, None)
        assert last is None or following > last
        last = following
    assert len(last) == rank.WIDTH


def test_a_column_filled_from_the_top_keeps_short_ranks():
    first = None
    for _ in range(20_000):
        ahead = rank.between(None, first)
        assert first is None or ahead < first
        first = ahead
    assert len(first) == rank.WIDTH


@pytest.mark.parametrize("end", ["top", "bottom"])
def test_a_column_never_runs_out_of_places_at_its_ends(end):
    place = "0" * (rank.WIDTH - 1) + "1" if end == "top" else "z" * rank.WIDTH
    for _ in range(50):
        following = rank.between(None, place) if end == "top" else rank.between(place, None)
        assert following < place if end == "top" else following > place
        place = following


@given(st.integers(0, 3000))
def test_a_column_ranked_anew_is_in_order_and_has_room_everywhere(count):
    ranks = rank.spread(count)
    assert len(ranks) == count
    assert ranks == sorted(set(ranks))
    for before, after in pairwise(ranks):
        assert before < rank.between(before, after) < after


def test_two_cards_out_of_order_have_no_place_between_them():
    with pytest.raises(ValueError, match="does not come before"):
        rank.between("b", "a")

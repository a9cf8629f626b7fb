"""What keeps the work from flowing is talked about first."""

from hypothesis import given
from hypothesis import strategies as st

from flow.standup.order import CallReason, StandupCard, in_order

SLE = 8


def numbers(*cards: StandupCard) -> list[int]:
    return [card.number for card in in_order(cards, SLE)]


def test_past_a_limit_then_blocked_then_past_the_sle_then_expedite_then_the_rest():
    by_age = StandupCard(1, 0, age=8)
    expedite = StandupCard(2, 1, age=1, is_expedite=True)
    late = StandupCard(3, 2, age=9)
    blocked = StandupCard(4, 3, age=2, blocked_days=1)
    past = StandupCard(5, 4, age=1, is_past_a_limit=True)
    assert numbers(by_age, expedite, late, blocked, past) == [5, 4, 3, 2, 1]


def test_of_blocked_cards_the_one_that_is_blocked_longest_comes_first():
    assert numbers(StandupCard(1, 0, 20, blocked_days=2), StandupCard(2, 1, 3, blocked_days=5)) == [
        2,
        1,
    ]


def test_of_cards_alike_the_oldest_comes_first():
    assert numbers(StandupCard(1, 0, 3), StandupCard(2, 1, 5), StandupCard(3, 2, 4)) == [2, 3, 1]


def test_what_is_equal_stays_as_it_stands_in_its_column():
    assert numbers(StandupCard(7, 1, 3), StandupCard(9, 0, 3)) == [9, 7]


def test_what_is_expected_is_not_late_on_the_very_day():
    assert StandupCard(1, 0, age=8).why(SLE) == CallReason.AGE
    assert StandupCard(1, 0, age=9).why(SLE) == CallReason.SLE


def test_nothing_is_late_while_nobody_knows_what_to_expect():
    assert StandupCard(1, 0, age=400).why(None) == CallReason.AGE


CARDS = st.lists(
    st.builds(
        StandupCard,
        number=st.integers(1, 10**6),
        place=st.integers(0, 50),
        age=st.none() | st.integers(1, 99),
        blocked_days=st.integers(0, 9),
        is_past_a_limit=st.booleans(),
        is_expedite=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda card: card.number,
)


@given(CARDS)
def test_nobody_is_lost_and_nothing_pressing_comes_behind_what_is_less(cards):
    ordered = in_order(cards, SLE)
    assert {card.number for card in ordered} == {card.number for card in cards}
    pressing = [list(CallReason).index(card.why(SLE)) for card in ordered]
    assert pressing == sorted(pressing)

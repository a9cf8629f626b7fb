"""A card goes where it was put, next to the cards that are there."""

import pytest

from board.models.card import rank


@pytest.fixture
def three(build, card_in):
    return [card_in(build, title) for title in ("first", "second", "third")]


def titles(column):
    return [card.title for card in column.cards.on_the_board().in_order()]


def test_a_card_goes_to_the_end_of_its_new_column(three, build, review, card_in, ada):
    card_in(review, "other").move_to(build, by=ada)
    assert titles(build) == ["first", "second", "third", "other"]


def test_a_card_goes_before_its_neighbour(three, build, review, card_in, ada):
    card_in(review, "other").move_to(build, before=three[1], by=ada)
    assert titles(build) == ["first", "other", "second", "third"]


def test_a_card_goes_before_the_first(three, build, ada):
    three[2].move_to(build, before=three[0], by=ada)
    assert titles(build) == ["third", "first", "second"]


def test_a_card_goes_after_its_neighbour(three, build, ada):
    three[0].move_to(build, after=three[1], by=ada)
    assert titles(build) == ["second", "first", "third"]


def test_if_the_neighbour_has_left_the_card_goes_to_the_end(three, build, review, card_in, ada):
    other = card_in(review, "other")
    three[1].move_to(review, by=ada)
    other.move_to(build, before=three[1], by=ada)
    assert titles(build) == ["first", "third", "other"]


def test_if_one_neighbour_has_left_the_other_one_says_where(three, build, review, card_in, ada):
    other = card_in(review, "other")
    three[1].archive(by=ada)
    other.move_to(build, before=three[1], after=three[0], by=ada)
    assert titles(build) == ["first", "other", "third"]


def test_a_move_to_where_the_card_already_is_records_nothing(three, board, build, ada):
    before = board.events.count()
    three[1].move_to(build, by=ada)
    three[1].move_to(build, before=three[2], by=ada)
    three[1].move_to(build, after=three[0], by=ada)
    three[1].move_to(build, before=three[1], by=ada)
    assert board.events.count() == before
    assert titles(build) == ["first", "second", "third"]


def test_cards_that_swap_take_each_others_place(three, build, review, card_in, ada):
    others = [card_in(review, title) for title in ("one", "two")]
    three[0].swap_with(others[1], by=ada)
    assert titles(build) == ["two", "second", "third"]
    assert titles(review) == ["one", "first"]


def test_a_column_whose_ranks_grow_long_is_ranked_anew(three, build, review, card_in, ada):
    for _ in range(120):  # always between the first two, the narrowest gap
        first, second, *_rest = build.cards.in_order()
        build.cards.in_order().last().move_to(build, before=second, by=ada)
        assert build.cards.in_order()[0] == first
    assert max(len(card.rank) for card in build.cards.all()) <= rank.LONG
    assert sorted(titles(build)) == ["first", "second", "third"]

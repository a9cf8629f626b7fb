"""Cards that are too large start, and cards are split, by many people at once."""

from functools import partial

import pytest

from board.models import (
    Board,
    ChecklistItem,
    Override,
    SplitPart,
    StaleCard,
    Terms,
    TooLargeToStart,
)
from tests.board.books import assert_the_books_are_true
from tests.board.races.crowd import at_once, carried_out, refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def the_books_stay_true(board):
    yield
    assert_the_books_are_true(board)


@pytest.fixture
def large(board, ideas, ada):
    """Twenty cards with four scenarios each, on a board that lets three start."""
    board.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    made = [
        board.create_card(f"Large {nth}", by=ada, column=ideas, scenarios=list("abcd"))
        for nth in range(20)
    ]
    for card in made:
        card.board = Board.objects.get(pk=board.pk)
    return made


@pytest.mark.parametrize("trial", range(3))
def test_of_twenty_large_cards_that_start_at_once_the_one_with_a_reason_starts(
    board, build, large, ada, trial
):
    reason = Terms(override_reason="It was promised", passes=["too_large"])
    lucky = large[7]
    answers = at_once(
        [
            partial(card.move_to, build, by=ada, **({"terms": reason} if card is lucky else {}))
            for card in large
        ]
    )
    assert [card.pk for card in carried_out(answers)] == [lucky.pk]
    assert {type(each) for each in refused(answers)} == {TooLargeToStart}
    assert [each.pk for each in build.cards.all()] == [lucky.pk]
    assert Override.objects.in_force().get().card_id == lucky.pk


def test_a_card_that_is_split_while_it_starts_ends_in_one_of_two_orders(board, build, large, ada):
    card = large[0]
    twin = Board.objects.get(pk=board.pk).cards.get(pk=card.pk)
    ids = [item.pk for item in card.checklist.scenarios().kept()]
    at_once(
        [
            partial(card.move_to, build, by=ada),
            partial(twin.split, [SplitPart("Rest", ids[2:])], by=ada),
        ]
    )
    started = card.as_now().started_at is not None
    assert started == build.cards.filter(pk=card.pk).exists()
    assert card.checklist.scenarios().kept().count() == 2
    assert not Override.objects.exists(), "it started only if it was split by then"


@pytest.mark.parametrize("sees_a_version", [True, False])
def test_of_two_who_split_one_card_one_wins_and_the_other_is_told(
    board, large, ada, grace, sees_a_version
):
    card = large[0]
    ids = [item.pk for item in card.checklist.scenarios().kept()]
    terms = Terms(expected_version=card.version if sees_a_version else None)
    splits = [
        partial(
            Board.objects.get(pk=board.pk).cards.get(pk=card.pk).split,
            [SplitPart("Two", ids[1:2]), SplitPart("Three", ids[2:])],
            by=person,
            terms=terms,
        )
        for person in (ada, grace)
    ]
    answers = at_once(splits)
    assert len(carried_out(answers)) == 1
    assert [type(each) for each in refused(answers)] == [StaleCard]
    assert board.cards.filter(split_from=card).count() == 2
    assert ChecklistItem.objects.filter(pk__in=ids).count() == 4


def test_a_split_that_is_asked_ten_times_with_one_key_is_done_once(board, large, ada):
    card = large[0]
    ids = [item.pk for item in card.checklist.scenarios().kept()]
    terms = Terms(key="once", fingerprint="this")
    answers = at_once(
        [
            partial(
                Board.objects.get(pk=board.pk).cards.get(pk=card.pk).split,
                [SplitPart("Rest", ids[2:])],
                by=ada,
                terms=terms,
            )
            for _ in range(10)
        ]
    )
    assert len({tuple(each.pk for each in answer) for answer in answers}) == 1
    assert board.cards.filter(split_from=card).count() == 1


def test_of_many_who_add_lines_at_once_no_more_get_in_than_a_card_has(board, large, ada):
    card = large[0]
    card.add_to_checklist("step", ["a step"] * 95, by=ada)
    answers = at_once(
        [
            partial(
                Board.objects.get(pk=board.pk).cards.get(pk=card.pk).add_to_checklist,
                "step",
                ["one more"],
                by=ada,
            )
            for _ in range(10)
        ]
    )
    assert len(carried_out(answers)) == 5
    assert card.checklist.steps().kept().count() == 100
    ranks = list(card.checklist.steps().kept().values_list("rank", flat=True))
    assert len(set(ranks)) == 100

"""Undo takes back the card's last move as if it had not been."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from board.models import NotHere, NotPossible, StaleCard, Terms, WipLimitReached


def counted(card):
    return list(card.stays.filter(voided_at=None).values_list("column__name", "left_at"))


def test_an_accidental_drag_starts_nothing(ideas, build, card_in, ada):
    card = card_in(ideas)
    was = card.as_now()
    card.move_to(build, by=ada)
    card = card.undo(by=ada)
    assert (card.column, card.started_at, card.arrived_at) == (ideas, None, was.arrived_at)
    assert counted(card) == [("Ideas", None)]


def test_the_log_keeps_both_the_move_and_its_undo(ideas, build, card_in, ada):
    card = card_in(ideas)
    card.move_to(build, by=ada)
    card.undo(by=ada)
    assert [event.kind for event in card.events.all()] == ["created", "moved", "undone"]
    assert card.stays.exclude(voided_at=None).get().column == build


def test_an_accidental_finish_finishes_nothing(build, done, card_in, ada):
    card = card_in(build)
    started = card.started_at
    assert card.move_to(done, by=ada).finished_at is not None
    card = card.undo(by=ada)
    assert (card.finished_at, card.started_at) == (None, started)


def test_a_reordering_is_undone_too(build, card_in, ada):
    first, second = card_in(build), card_in(build)
    second.move_to(build, before=first, by=ada)
    second.undo(by=ada)
    assert list(build.cards.in_order()) == [first, second]


def test_a_returned_card_gets_its_start_back(ideas, build, card_in, ada):
    with time_machine.travel("2026-11-02T09:00Z", tick=False):
        card = card_in(build)
    card.return_to_backlog(by=ada)
    card = card.undo(by=ada)
    assert card.started_at.isoformat() == "2026-11-02T09:00:00+00:00"
    assert card.column == build


@pytest.mark.parametrize("what", ["move", "block", "assign", "archive", "undo"])
def test_after_anything_else_happened_it_is_stale(ideas, build, review, card_in, ada, what):
    card = card_in(ideas)
    card.move_to(build, by=ada)
    first_event = card.events.get(kind="moved").number
    if what == "move":
        card.move_to(review, by=ada)
        card.undo(by=ada)
    elif what == "block":
        card.block(reason="no key", by=ada)
    elif what == "assign":
        card.assign(ada, by=ada)
    elif what == "archive":
        card.archive(by=ada)
    else:
        card.undo(by=ada)
    with pytest.raises(StaleCard):
        card.undo(by=ada)
    assert not card.events.filter(kind="undone", data__undid=first_event).exists() or what == "undo"


def test_a_card_that_was_never_moved_has_nothing_to_undo(build, card_in, ada):
    with pytest.raises(NotPossible, match="SLU-1 has not been moved"):
        card_in(build).undo(by=ada)


def test_a_place_that_was_taken_since_is_right_behind_it(build, review, card_in, ada):
    first, second, third = card_in(build), card_in(build), card_in(build)
    second.move_to(review, by=ada)
    third.move_to(build, after=first, by=ada)
    second.undo(by=ada)
    assert set(build.cards.in_order()[1:3]) == {second, third}
    ranks = list(build.cards.in_order().values_list("rank", flat=True))
    assert len(set(ranks)) == 3


def test_a_move_out_of_a_lane_that_is_gone_is_not_undone(board, build, card_in, ada):
    lane, other = board.lanes.get(), board.add_lane("Other", by=ada)
    card = card_in(build, lane=other)
    board.archive_lane(other, cards_to=lane, by=ada)
    with pytest.raises(NotHere, match="That lane is not on this board any more"):
        card.undo(by=ada)
    assert card.as_now().lane == lane


def test_a_move_into_done_and_out_of_it_again_is_undone_under_todays_stages(
    board, done, card_in, ada
):
    accept = board.add_column("Accept", "done", before=done, by=ada)
    card = card_in(accept).move_to(done, by=ada)
    accept.revise(stage="active", by=ada)
    card = card.as_now().undo(by=ada)
    assert (card.column, card.finished_at) == (accept, None)


def test_a_move_out_of_a_column_that_starts_cards_now_is_undone_with_a_start(
    board, build, card_in, ada
):
    ready = board.add_column("Ready", "queue", by=ada)
    card = card_in(ready).move_to(build, by=ada)
    ready.revise(stage="active", by=ada)
    card = card.as_now().undo(by=ada)
    assert card.started_at == card.arrived_at


def test_a_move_out_of_a_column_that_starts_no_cards_now_is_undone_without_a_start(
    board, build, card_in, ada
):
    ready = board.add_column("Ready", "active", before=build, by=ada)
    card = card_in(ready).move_to(build, by=ada)
    ready.revise(stage="queue", by=ada)
    card = card.as_now().undo(by=ada)
    assert (card.column, card.started_at) == (ready, None)


def test_an_undone_return_leaves_the_card_to_an_earlier_one(ideas, build, card_in, ada):
    card = card_in(build)
    for _time in range(2):
        card.return_to_backlog(by=ada)
        card = card.move_to(build, by=ada)
    started_again = card.started_at
    card.return_to_backlog(by=ada)
    assert card.undo(by=ada).started_at == started_again


def test_a_swap_is_undone_as_one_change_and_starts_nothing(ideas, build, card_in, ada):
    option, working = card_in(ideas), card_in(build)
    option, working = option.swap_with(working, by=ada)
    assert option.started_at is not None
    option, working = option.undo_swap(working, by=ada)
    assert (option.column, option.started_at) == (ideas, None)
    assert working.column == build
    assert counted(option) == [("Ideas", None)]
    assert counted(working) == [("Build", None)]


def test_a_swap_between_full_columns_is_undone(board, build, review, card_in, ada):
    first, second = card_in(build), card_in(review)
    board.limit_column(build, 1, by=ada)
    board.limit_column(review, 1, by=ada)
    first.swap_with(second, by=ada)
    first, second = first.undo_swap(second, by=ada)
    assert (first.column, second.column) == (build, review)


def test_a_swap_is_not_undone_when_either_card_has_moved_on(build, review, done, card_in, ada):
    first, second = card_in(build), card_in(review)
    first.swap_with(second, by=ada)
    second.move_to(done, by=ada)
    with pytest.raises(NotPossible):
        first.undo_swap(second, by=ada)
    second.undo(by=ada)
    with pytest.raises(StaleCard):
        first.undo_swap(second, by=ada)
    assert first.as_now().column == review


def test_cards_that_were_swapped_with_others_are_no_swap_of_their_own(build, review, card_in, ada):
    one, two = card_in(build), card_in(review)
    three, four = card_in(build), card_in(review)
    one.swap_with(two, by=ada)
    three.swap_with(four, by=ada)
    with pytest.raises(NotPossible):
        two.undo_swap(three, by=ada)


@pytest.fixture
def over(board, build, card_in, ada):
    """Three cards in Build, and a limit of two that was set afterwards."""
    cards = [card_in(build) for _ in range(3)]
    board.limit_column(build, 2, by=ada)
    return cards


def test_an_own_move_is_undone_into_a_column_over_its_limit(over, build, review, ada):
    card = over[0]
    card.move_to(review, by=ada)
    card = card.undo(by=ada)
    assert card.column == build
    override = card.overrides.get(ended_at=None)
    assert (override.by, override.reason) == (None, "a move was undone")


def test_the_reason_that_let_it_in_stands_again(board, build, ideas, card_in, ada):
    card_in(build), card_in(build)
    limit = board.limit_column(build, 2, mode="reason", by=ada)
    terms = Terms(override_reason="the audit", limit_versions={limit.pk: limit.version})
    card = card_in(ideas).move_to(build, by=ada, terms=terms)
    card.move_to(ideas, by=ada)
    assert card.undo(by=ada).overrides.get(ended_at=None).reason == "the audit"


@pytest.mark.parametrize(
    "what", ["somebody else", "much later", "another card came and went", "limit"]
)
def test_else_an_undo_is_a_pull_like_any_other(board, over, build, review, ada, grace, what):
    card = over[0]
    card.move_to(review, by=ada)
    by, later = ada, timedelta(0)
    if what == "somebody else":
        by = grace
    elif what == "much later":
        later = timedelta(minutes=3)
    elif what == "another card came and went":
        over[1].move_to(review, by=grace)
        over[1].undo(by=grace)
    else:
        board.limit_column(build, 1, by=grace)
    with (
        time_machine.travel(timezone.now() + later, tick=False),
        pytest.raises(WipLimitReached, match="^Cannot undo: Build (is full|exceeds its limit)"),
    ):
        card.as_now().undo(by=by)


def test_what_people_say_does_not_come_between(
    over, build, review, done, ideas, card_in, ada, grace
):
    card = over[0]
    card.move_to(review, by=ada)
    over[1].comment("Soon.", by=grace)
    assert card.undo(by=ada).column == build


def test_an_undo_is_fresh_where_nothing_is_full(build, review, card_in, ada, grace):
    card = card_in(build)
    card.move_to(review, by=ada)
    assert card.undo(by=grace).overrides.count() == 0

"""A card that is too large to start is refused, in words; every door asks, some only note it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from board.models import (
    ChecklistKind,
    Move,
    NotHere,
    NotPossible,
    Override,
    Service,
    SplitPart,
    StaleCard,
    Terms,
    TooLargeToStart,
    WipLimitReached,
)
from board.tasks import forget_removed_lines

SCENARIO = ChecklistKind.SCENARIO


@pytest.fixture
def strict(board, ada):
    """The board asks for at most 3 scenarios, or a reason."""
    board.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    board.refresh_from_db()
    return board


@pytest.fixture
def large(board, ideas, ada):
    """A card with five scenarios."""
    texts = [f"scenario {nth}" for nth in range(5)]
    return board.create_card("Large", by=ada, column=ideas, scenarios=texts)


def test_a_card_with_too_many_scenarios_is_refused_when_it_starts(strict, large, build, ada):
    with pytest.raises(TooLargeToStart) as refused:
        large.move_to(build, by=ada)

    [found] = refused.value.too_large
    assert refused.value.code == "too_large"
    assert refused.value.violations == []
    assert found.sentence == "SLU-1 is too large to start: 5 scenarios, at most 3."
    assert refused.value.message.endswith("Split it, or start it with a reason.")
    assert large.as_now().column.name == "Ideas"


def test_a_card_at_the_maximum_starts(strict, board, ideas, build, ada):
    card = board.create_card("Small", by=ada, column=ideas, scenarios=["a", "b", "c"])

    assert card.move_to(build, by=ada).started_at is not None


def test_steps_are_not_counted(strict, board, ideas, build, ada):
    card = board.create_card("Steps", by=ada, column=ideas, steps=["a", "b", "c", "d", "e"])

    assert card.move_to(build, by=ada).column == build


def test_a_card_without_scenarios_starts(strict, board, ideas, build, ada):
    card = board.create_card("Not described", by=ada, column=ideas)

    assert card.move_to(build, by=ada).column == build


def test_the_tick_is_asked_where_the_board_asks_for_it(board, ideas, build, ada):
    board.set_batch_rule(by=ada, asks_fit=True, target_days=2, mode="refuse")
    card = board.create_card("Ticked later", by=ada, column=ideas)

    with pytest.raises(TooLargeToStart, match="Nobody has confirmed yet that SLU-1 fits in 2 days"):
        card.move_to(build, by=ada)
    card.revise(by=ada, fits=True)

    assert card.move_to(build, by=ada).column == build


def test_a_reason_that_names_the_rule_passes(strict, large, build, review, ada):
    terms = Terms(override_reason="It was promised", passes=["too_large"])
    card = large.move_to(build, by=ada, terms=terms)

    [override] = Override.objects.in_force()
    assert (override.rule, override.limit, override.reason) == (
        "too_large",
        None,
        "It was promised",
    )
    event = card.events.latest("number")
    [noted] = event.data["passed_rules"]
    assert noted["scenarios"] == 5
    card.move_to(review, by=ada)
    assert Override.objects.in_force().exists(), "it is in progress still"


@pytest.mark.parametrize("passes", [[], ["flag_in_use"]])
def test_a_reason_that_does_not_name_the_rule_is_refused(strict, large, build, ada, passes):
    with pytest.raises(TooLargeToStart):
        large.move_to(build, by=ada, terms=Terms(override_reason="because", passes=passes))


def test_naming_the_rule_without_a_reason_is_refused(strict, large, build, ada):
    with pytest.raises(TooLargeToStart):
        large.move_to(build, by=ada, terms=Terms(passes=["too_large"]))


def test_a_member_gives_a_reason_only_where_the_board_lets_members(
    strict, board, large, build, ada, grace
):
    terms = Terms(override_reason="because", passes=["too_large"])
    board.set_batch_rule(by=ada, members_may_override=False)

    with pytest.raises(TooLargeToStart) as refused:
        large.move_to(build, by=grace, terms=terms)
    assert not refused.value.too_large[0].may_override
    board.set_batch_rule(by=ada, members_may_override=True)

    assert large.move_to(build, by=grace, terms=terms).column == build


def test_refuse_knows_no_reason(board, large, build, ada):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="refuse")

    with pytest.raises(TooLargeToStart):
        large.move_to(build, by=ada, terms=Terms(override_reason="x", passes=["too_large"]))


def test_warn_only_notes(board, large, build, ada):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="warn")

    card = large.move_to(build, by=ada)

    assert card.events.latest("number").data["passed_rules"][0]["rule"] == "too_large"
    assert not Override.objects.exists()


@pytest.mark.parametrize("end", ["return_to_backlog", "finish", "archive", "undo"])
def test_an_override_ends_when_the_card_is_not_in_progress_any_more(
    strict, large, build, done, ada, end
):
    card = large.move_to(build, by=ada, terms=Terms(override_reason="now", passes=["too_large"]))
    if end == "finish":
        card.move_to(done, by=ada)
    else:
        getattr(card, end)(by=ada)

    assert not Override.objects.in_force().exists()


def test_create_copy_restore_reopen_swap_and_bulk_ask(
    strict, board, large, ideas, build, done, ada
):
    texts = ["a", "b", "c", "d"]
    with pytest.raises(TooLargeToStart, match="This card is too large to start: 4 scenarios"):
        board.create_card("New", by=ada, column=build, scenarios=texts)
    with pytest.raises(TooLargeToStart):
        board.copy_card(large, by=ada, column=build)
    small = board.create_card("Small", by=ada, column=build)
    with pytest.raises(TooLargeToStart):
        large.swap_with(small, by=ada)
    with pytest.raises(TooLargeToStart):
        board.move_all([Move(large, build), Move(small, done)], by=ada)
    finished = large.move_to(done, by=ada)
    with pytest.raises(TooLargeToStart):
        finished.reopen(by=ada, column=build)
    finished.archive(by=ada)
    with pytest.raises(TooLargeToStart):
        finished.restore(by=ada, column=build)


def test_straight_into_done_is_not_asked(strict, large, done, ada):
    assert large.move_to(done, by=ada).finished_at is not None


def test_between_columns_in_progress_is_not_asked(strict, board, small_in_build, review, ada):
    small_in_build.add_to_checklist(SCENARIO, ["b", "c", "d", "e"], by=ada)

    assert small_in_build.move_to(review, by=ada).column == review


@pytest.fixture
def small_in_build(board, build, ada):
    return board.create_card("Grows", by=ada, column=build, scenarios=["a"])


def test_undo_notes_the_size_and_refuses_nothing(strict, small_in_build, done, ideas, ada):
    small_in_build.add_to_checklist(SCENARIO, ["b", "c", "d", "e"], by=ada)
    back = small_in_build.move_to(ideas, by=ada)

    card = back.undo(by=ada)

    assert card.column.name == "Build"
    [override] = Override.objects.in_force()
    assert (override.rule, override.by) == ("too_large", None)


def test_an_expedite_card_is_noted_and_not_refused(strict, board, large, build, ada):
    large.reclassify(board.class_of(Service.EXPEDITE), by=ada)

    assert large.move_to(build, by=ada).column == build
    [override] = Override.objects.in_force()
    assert (override.rule, override.by) == ("too_large", None)


def test_limits_and_size_come_together_and_the_limit_is_first(strict, board, large, build, ada):
    board.limit_column(build, 0, by=ada)

    with pytest.raises(WipLimitReached) as refused:
        large.move_to(build, by=ada)

    assert refused.value.code == "wip_limit_reached"
    assert len(refused.value.violations) == 1
    assert len(refused.value.too_large) == 1


@pytest.mark.parametrize(
    ("mode", "scenarios", "offers"),
    [("reason", 4, False), ("refuse", 4, False), ("warn", 4, True), ("reason", 3, True)],
)
def test_a_swap_is_offered_into_a_full_column_only_if_the_card_may_start(
    board, ideas, build, ada, mode, scenarios, offers
):
    there = board.create_card("There", by=ada, column=build)
    texts = [f"scenario {nth}" for nth in range(scenarios)]
    card = board.create_card("Next", by=ada, column=ideas, scenarios=texts)
    board.limit_column(build, 1, by=ada)
    board.set_batch_rule(by=ada, most_scenarios=3, mode=mode)

    with pytest.raises(WipLimitReached) as refused:
        card.move_to(build, by=ada)

    assert refused.value.explanation.swap_with == (there if offers else None)
    if offers:
        assert card.swap_with(there, by=ada)[0].column == build
    else:
        with pytest.raises(TooLargeToStart):
            card.swap_with(there, by=ada)


def test_no_swap_is_offered_that_starts_a_card_that_is_too_large(
    strict, board, large, ideas, build, ada
):
    back = board.create_card("Back", by=ada, column=build)
    board.limit_column(ideas, 1, by=ada)

    with pytest.raises(WipLimitReached) as refused:
        back.move_to(ideas, by=ada)

    assert refused.value.explanation.oldest == large
    assert refused.value.explanation.swap_with is None
    with pytest.raises(TooLargeToStart):
        back.swap_with(large, by=ada)


def test_each_card_of_a_change_notes_what_it_passed(board, large, ideas, build, ada):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="warn")
    board.limit_column(build, 1, by=ada, mode="warn")
    small = board.create_card("Small", by=ada, column=ideas)
    board.move_all([Move(small, build), Move(large, build)], by=ada)

    noted = [card.events.latest("number").data for card in (small, large)]
    assert [[fact["name"] for fact in each["passed"]] for each in noted] == [["Build"], ["Build"]]
    assert [len(each.get("passed_rules", [])) for each in noted] == [0, 1]


def test_the_hint_of_a_drag_knows_the_rule(strict, large, ada):
    hints = {each.column.name: each for each in large.placements(by=ada)}

    assert hints["Build"].answer == "reason"
    assert "too large to start" in hints["Build"].words
    assert hints["Done"].answer == "may"
    assert hints["Ideas"].answer == "may"


# Split ---------------------------------------------------------------------------------------


def ids(card, kind=SCENARIO):
    return [item.pk for item in card.checklist.of_kind(kind).kept()]


def test_a_split_makes_cards_that_take_their_scenarios(strict, large, build, ideas, ada):
    first, second, third, fourth, fifth = ids(large)
    card, two, three = large.split(
        [SplitPart("Two", [second, third]), SplitPart("Three", [fourth, fifth])], by=ada
    )

    assert ids(card) == [first]
    assert ids(two) == [second, third]
    assert ids(three) == [fourth, fifth]
    assert (two.number, three.number) == (2, 3)
    assert [each.title for each in ideas.cards.in_order()] == ["Large", "Two", "Three"]
    assert two.split_from == card
    assert card.move_to(build, by=ada).column == build


def test_a_started_card_keeps_its_age_and_the_parts_stand_on_top_of_the_queue(
    board, large, ideas, build, ada
):
    other = board.create_card("Other", by=ada, column=ideas)
    started = large.move_to(build, by=ada)
    card, part = started.split([SplitPart("Part", ids(large)[1:])], by=ada)

    assert card.started_at == started.started_at
    assert part.started_at is None
    assert [each.pk for each in ideas.cards.in_order()] == [part.pk, other.pk]


def test_a_full_queue_passes_the_parts_to_the_one_before(board, large, ideas, build, ada):
    ready = board.add_column("Ready", "queue", by=ada)
    board.limit_column(ready, 1, by=ada)
    moved = large.move_to(build, by=ada)

    _card, one, two = moved.split([SplitPart("a", ids(large)[1:2]), SplitPart("b")], by=ada)
    assert {one.column, two.column} == {ideas}
    _card, three = moved.split([SplitPart("c")], by=ada)
    assert three.column == ready


def test_a_split_is_refused_only_if_no_queue_has_room(board, large, ideas, ada):
    board.limit_column(ideas, 1, by=ada)

    with pytest.raises(WipLimitReached):
        large.split([SplitPart("a", ids(large)[1:])], by=ada)
    assert board.cards.count() == 1


def test_two_who_split_one_card_one_is_told(board, large, ada, grace):
    seen = Terms(expected_version=large.version)
    large.split([SplitPart("a", ids(large)[1:])], by=ada, terms=seen)

    with pytest.raises(StaleCard):
        large.split([SplitPart("b")], by=grace, terms=seen)


def test_a_finished_card_is_not_split(board, large, done, ada):
    with pytest.raises(NotPossible):
        large.move_to(done, by=ada).split([SplitPart("a")], by=ada)


def test_undo_of_a_split_brings_the_lines_back_and_deletes_the_parts(board, large, ada):
    before = ids(large)
    _card, part = large.split([SplitPart("a", before[2:])], by=ada)
    large.undo(by=ada)

    assert ids(large) == before
    part.refresh_from_db()
    assert part.deleted_at is not None


def test_undo_of_a_split_is_stale_when_something_happened_to_a_part(board, large, ada):
    _card, part = large.split([SplitPart("a", ids(large)[2:])], by=ada)
    part.comment("mine now", by=ada)

    with pytest.raises(StaleCard):
        large.undo(by=ada)


def test_a_removed_line_can_be_restored(large, ada):
    [first, *_rest] = large.checklist.scenarios().kept()
    large.remove_item(first, by=ada)
    assert len(ids(large)) == 4
    large.restore_item(first, by=ada)

    assert ids(large)[0] == first.pk


def test_the_words_of_a_removed_line_are_deleted_after_a_day(large, ada):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first, second, *_rest = large.checklist.scenarios().kept()
        large.remove_item(first, by=ada)
        clock.shift(timedelta(hours=23))
        large.remove_item(second, by=ada)
        forget_removed_lines()
        assert large.checklist.filter(pk=first.pk).exists(), "it can be brought back for a day"
        clock.shift(timedelta(hours=2))
        forget_removed_lines()
        assert not large.checklist.filter(pk=first.pk).exists()
        assert large.checklist.filter(pk=second.pk).exists()
        with pytest.raises(NotHere):
            large.restore_item(first, by=ada)


def test_lines_of_an_item_are_parted_in_one_way_whoever_wrote_them(large, ada):
    [item] = large.add_to_checklist(SCENARIO, [" Given a key\r\nWhen it turns\r"], by=ada)
    assert item.text == "Given a key\nWhen it turns"
    version = large.board.events.count()
    large.change_item(item, text="Given a key\r\nWhen it turns", by=ada)
    assert large.board.events.count() == version, "it says the same"

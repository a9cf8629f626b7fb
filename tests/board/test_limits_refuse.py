"""A limit lets in what has room, and refuses what has not."""

import pytest

from board.models import Mode, Move, Service, Terms, WipLimitReached


def test_a_full_column_refuses_another_card(full_review, build, card_in, ada):
    card = card_in(build)
    with pytest.raises(WipLimitReached) as refusal:
        card.move_to(full_review, by=ada)
    [violation] = refusal.value.violations
    assert (violation.limit.title, violation.count, violation.limit.maximum) == ("Review", 3, 3)
    assert card.as_now().column == build


def test_a_refusal_names_the_oldest_card_and_the_ways_out(full_review, build, card_in, ada):
    with pytest.raises(WipLimitReached) as refusal:
        card_in(build).move_to(full_review, by=ada)
    assert refusal.value.message == (
        "Review is full, 3 of 3. Oldest there: SLU-1, 1 day. Finish or move one, or swap."
    )


def test_the_last_slot_takes_a_card(board, review, build, card_in, ada):
    board.limit_column(review, 1, by=ada)
    assert card_in(build).move_to(review, by=ada).column == review


def test_a_column_without_a_limit_takes_any_number(review, card_in):
    assert [card_in(review).column for _ in range(7)] == [review] * 7


def test_a_maximum_of_zero_closes_the_gate(board, review, build, card_in, ada):
    board.limit_column(review, 0, by=ada)
    with pytest.raises(WipLimitReached) as refusal:
        card_in(build).move_to(review, by=ada)
    assert refusal.value.message == "Review is closed."  # and no card that leaves would open it


def test_reordering_in_an_over_full_column_is_never_refused(board, full_review, ada):
    board.limit_column(full_review, 1, by=ada)
    first, second, third = full_review.cards.in_order()
    third.move_to(full_review, before=first, by=ada)
    assert list(full_review.cards.in_order()) == [third, first, second]


def test_doing_to_done_inside_one_limit_is_never_refused_even_when_over(
    board, build, review, card_in, ada
):
    cards = [card_in(build) for _ in range(3)]
    board.add_limit(by=ada, maximum=1, columns=[build, review])
    assert cards[0].move_to(review, by=ada).column == review


def test_leaving_an_over_full_column_is_never_refused(board, full_review, done, ada):
    board.limit_column(full_review, 1, by=ada)
    card = full_review.cards.first()
    assert card.move_to(done, by=ada).finished_at is not None


def test_changing_lane_inside_a_column_wide_limit_is_never_refused(board, full_review, ada):
    other = board.add_lane("Other", by=ada)
    board.limit_column(full_review, 1, by=ada)
    card = full_review.cards.first()
    assert card.move_to(full_review, lane=other, by=ada).lane == other


def test_a_limit_lowered_below_what_is_there_lets_nothing_in_until_there_is_room(
    board, full_review, build, done, card_in, ada
):
    board.limit_column(full_review, 2, by=ada)
    card = card_in(build)
    for left in (3, 2):
        with pytest.raises(WipLimitReached):
            card.move_to(full_review, by=ada)
        assert full_review.cards.count() == left
        full_review.cards.first().move_to(done, by=ada)
    assert card.move_to(full_review, by=ada).column == full_review


def test_a_swap_across_an_over_full_column_is_fine(board, full_review, build, card_in, ada):
    board.limit_column(full_review, 1, by=ada)
    outside, inside = card_in(build), full_review.cards.first()
    outside.swap_with(inside, by=ada)
    assert outside.as_now().column == full_review
    assert inside.as_now().column == build


def test_creating_in_a_full_column_is_refused(board, full_review, card_in):
    with pytest.raises(WipLimitReached):
        card_in(full_review)
    assert board.cards.count() == 3


def test_restoring_to_a_full_column_is_refused(full_review, card_in, ada):
    card = full_review.cards.first().archive(by=ada)
    card_in(full_review)
    with pytest.raises(WipLimitReached):
        card.restore(by=ada)
    assert card.as_now().archived_at is not None


def test_reopening_into_a_full_column_is_refused(full_review, done, card_in, ada):
    card = full_review.cards.first().move_to(done, by=ada)
    card_in(full_review)
    with pytest.raises(WipLimitReached):
        card.reopen(by=ada)
    assert card.as_now().column == done


def test_moving_backwards_into_a_full_column_is_refused(board, build, review, card_in, ada):
    card_in(build)
    card = card_in(review)
    board.limit_column(build, 1, by=ada)
    with pytest.raises(WipLimitReached):
        card.move_to(build, by=ada)


def test_returning_to_a_full_backlog_is_refused(board, ideas, build, card_in, ada):
    card_in(ideas)
    card = card_in(build)
    board.limit_column(ideas, 1, by=ada)
    with pytest.raises(WipLimitReached):
        card.return_to_backlog(by=ada)


def test_undo_into_a_column_that_has_filled_is_refused(full_review, done, card_in, ada):
    card = full_review.cards.first().move_to(done, by=ada)
    card_in(full_review)
    with pytest.raises(WipLimitReached):
        card.undo(by=ada)
    assert card.as_now().column == done


def test_archived_cards_never_count(full_review, card_in, ada):
    full_review.cards.first().archive(by=ada)
    assert card_in(full_review).column == full_review


def test_a_bulk_move_is_one_change_all_or_nothing(board, review, build, card_in, ada):
    board.limit_column(review, 2, by=ada)
    cards = [card_in(build) for _ in range(3)]
    with pytest.raises(WipLimitReached, match="Review has room for 2, not for 3: 0 of 2"):
        board.move_all([Move(card, review) for card in cards], by=ada)
    assert review.cards.count() == 0
    board.move_all([Move(card, review) for card in cards[:2]], by=ada)
    assert review.cards.count() == 2


def test_a_bulk_move_may_empty_and_fill_a_column_at_once(board, full_review, build, card_in, ada):
    coming, going = [card_in(build) for _ in range(2)], list(full_review.cards.all()[:2])
    moves = [Move(card, full_review) for card in coming] + [Move(card, build) for card in going]
    board.move_all(moves, by=ada)
    assert set(coming) <= set(full_review.cards.all())
    assert full_review.cards.count() == 3


class TestBlockedCards:
    def test_blocked_cards_count(self, full_review, build, card_in, ada):
        full_review.cards.first().block(reason="no key", by=ada)
        with pytest.raises(WipLimitReached):
            card_in(build).move_to(full_review, by=ada)

    def test_a_limit_may_leave_blocked_cards_out(self, board, full_review, build, card_in, ada):
        board.change_limit(full_review.limits.get(), by=ada, counts_blocked=False)
        full_review.cards.first().block(reason="no key", by=ada)
        assert card_in(build).move_to(full_review, by=ada).column == full_review

    def test_unblocking_is_never_refused_and_records_an_override_by_the_board(
        self, board, full_review, build, card_in, ada
    ):
        board.change_limit(full_review.limits.get(), by=ada, counts_blocked=False)
        blocked = full_review.cards.first().block(reason="no key", by=ada)
        card_in(build).move_to(full_review, by=ada)
        blocked.unblock(by=ada)
        override = blocked.overrides.get(ended_at=None)
        assert override.by is None
        assert override.limit == full_review.limits.get()


class TestExpedite:
    @pytest.fixture
    def expedite(self, board):
        return board.class_of(Service.EXPEDITE)

    def test_an_expedite_card_passes_a_full_column(self, full_review, card_in, expedite):
        assert card_in(full_review, service_class=expedite).column == full_review

    def test_an_expedite_card_passes_a_full_lane_cell_and_board(
        self, board, review, card_in, expedite, ada
    ):
        lane = board.lanes.get()
        board.add_limit(by=ada, maximum=0, lane=lane)
        board.add_limit(by=ada, maximum=0, lane=lane, columns=[review])
        board.add_limit(by=ada, maximum=0)
        assert card_in(review, service_class=expedite).column == review

    def test_an_expedite_card_counts_for_persons(self, board, review, card_in, expedite, ada):
        board.add_limit(by=ada, name="Two each", maximum=1, each_person=True)
        card_in(review, assignees=[ada])
        with pytest.raises(WipLimitReached, match="Ada has 1 of 1"):
            card_in(review, assignees=[ada], service_class=expedite)

    def test_one_expedite_at_a_time(self, board, review, build, card_in, expedite, ada):
        board.add_limit(by=ada, maximum=1, service_class=expedite)
        card_in(review, service_class=expedite)
        with pytest.raises(WipLimitReached, match="Expedite is full, 1 of 1"):
            card_in(build, service_class=expedite)
        assert card_in(build).column == build

    def test_taking_the_expedite_class_away_in_a_full_column_is_refused(
        self, board, full_review, card_in, expedite, ada
    ):
        card = card_in(full_review, service_class=expedite)
        with pytest.raises(WipLimitReached):
            card.reclassify(board.class_of(Service.STANDARD), by=ada)
        assert card.as_now().service_class == expedite

    def test_swapping_an_expedite_card_out_for_a_standard_one_is_refused(
        self, full_review, build, card_in, expedite, ada
    ):
        inside, outside = card_in(full_review, service_class=expedite), card_in(build)
        with pytest.raises(WipLimitReached):
            outside.swap_with(inside, by=ada)


class TestEachPerson:
    @pytest.fixture(autouse=True)
    def one_each(self, board, ada):
        return board.add_limit(by=ada, name="One each", maximum=1, each_person=True)

    def test_an_assignment_is_a_pull(self, review, card_in, ada):
        card_in(review, assignees=[ada])
        with pytest.raises(WipLimitReached, match="Ada has 1 of 1: One each"):
            card_in(review).assign(ada, by=ada)

    def test_every_assignee_must_have_room(self, build, ideas, card_in, ada, grace):
        card_in(build, assignees=[grace])
        card = card_in(ideas, assignees=[ada, grace])
        with pytest.raises(WipLimitReached, match="Grace has 1 of 1"):
            card.move_to(build, by=ada)

    def test_a_second_assignee_answers_only_for_their_own_limit(
        self, board, build, card_in, ada, grace
    ):
        first = card_in(build, assignees=[ada])
        second = card_in(build)
        board.change_limit(board.limits.get(), by=ada, maximum=2)
        second.assign(ada, by=ada)
        board.change_limit(board.limits.get(), by=ada, maximum=1)
        assert first.assign(ada, grace, by=ada).people == sorted([ada.pk, grace.pk])

    def test_done_never_counts_for_persons(self, board, done, build, card_in, ada):
        board.change_limit(board.limits.get(), by=ada, columns=[build, done])
        for _ in range(3):
            card_in(done, assignees=[ada])
        assert card_in(build, assignees=[ada]).column == build

    def test_an_option_that_is_not_started_counts_for_nobody(self, ideas, card_in, ada):
        assert [card_in(ideas, assignees=[ada]).column for _ in range(3)] == [ideas] * 3

    def test_a_card_without_people_counts_for_nobody(self, build, card_in):
        assert [card_in(build).column for _ in range(3)] == [build] * 3


class TestScopes:
    def test_a_limit_over_several_columns_counts_them_together(
        self, board, build, review, ideas, card_in, ada
    ):
        board.add_limit(by=ada, maximum=2, columns=[build, review])
        card_in(build), card_in(review)
        with pytest.raises(WipLimitReached, match="Build, Review is full, 2 of 2"):
            card_in(ideas).move_to(build, by=ada)

    def test_a_lane_limit_counts_started_work_in_that_lane(
        self, board, build, review, ideas, card_in, ada
    ):
        lane, other = board.lanes.get(), board.add_lane("Other", by=ada)
        board.add_limit(by=ada, maximum=1, lane=lane)
        card_in(build)
        with pytest.raises(WipLimitReached, match="Standard is full"):
            card_in(ideas).move_to(review, by=ada)
        assert card_in(review, lane=other).lane == other

    def test_a_cell_limit_counts_one_column_of_one_lane(self, board, build, review, card_in, ada):
        lane, other = board.lanes.get(), board.add_lane("Other", by=ada)
        board.add_limit(by=ada, maximum=1, lane=lane, columns=[build])
        card_in(build)
        card_in(build, lane=other), card_in(review)
        with pytest.raises(WipLimitReached):
            card_in(build)

    def test_changing_lane_into_a_full_lane_is_refused(self, board, build, card_in, ada):
        lane, other = board.lanes.get(), board.add_lane("Other", by=ada)
        board.add_limit(by=ada, maximum=1, lane=other)
        card_in(build, lane=other)
        with pytest.raises(WipLimitReached):
            card_in(build, lane=lane).revise(lane=other, by=ada)

    def test_a_limit_on_the_whole_board_counts_work_in_progress(
        self, board, ideas, build, review, done, card_in, ada
    ):
        board.add_limit(by=ada, maximum=2)
        card_in(ideas), card_in(done), card_in(build), card_in(review)
        with pytest.raises(WipLimitReached, match="Work in progress is full, 2 of 2"):
            card_in(build)

    def test_all_violated_limits_are_reported_the_most_specific_first(
        self, board, build, ideas, review, card_in, ada
    ):
        card = card_in(ideas, assignees=[ada])
        lane = board.lanes.get()
        board.add_limit(by=ada, maximum=0, name="board")
        board.add_limit(by=ada, maximum=0, name="standard", service_class=card.service_class)
        board.add_limit(by=ada, maximum=0, name="each", each_person=True)
        board.add_limit(by=ada, maximum=0, name="lane", lane=lane)
        board.add_limit(by=ada, maximum=0, name="pair", columns=[build, review])
        board.add_limit(by=ada, maximum=0, name="column", columns=[build])
        board.add_limit(by=ada, maximum=0, name="cell", columns=[build], lane=lane)
        with pytest.raises(WipLimitReached) as refusal:
            card.move_to(build, by=ada)
        assert [each.limit.name for each in refusal.value.violations] == [
            *("cell", "column", "pair", "lane", "each", "standard", "board")
        ]


def test_a_warning_only_records(board, full_review, card_in, ada):
    board.limit_column(full_review, 3, mode=Mode.WARN, by=ada)
    card = card_in(full_review)
    assert card.overrides.count() == 0
    [warned] = card.events.get(kind="created").data["passed"]
    assert (warned["name"], warned["count"], warned["maximum"]) == ("Review", 3, 3)


def test_a_limit_lowered_between_the_look_and_the_drop_refuses(board, review, build, card_in, ada):
    card = card_in(build)
    board.limit_column(review, 0, by=ada)
    with pytest.raises(WipLimitReached):
        card.move_to(review, by=ada, terms=Terms(expected_version=card.version))


def test_a_limit_raised_between_the_look_and_the_drop_lets_in(
    board, full_review, build, card_in, ada
):
    board.limit_column(full_review, 4, by=ada)
    assert card_in(build).move_to(full_review, by=ada).column == full_review


def test_no_swap_is_offered_to_somebody_who_has_no_room_for_an_assignment(
    board, build, review, card_in, ada
):
    board.add_limit(by=ada, maximum=1, each_person=True)
    card_in(review, assignees=[ada])
    with pytest.raises(WipLimitReached) as refusal:
        card_in(build).assign(ada, by=ada)
    assert refusal.value.explanation.swap_with is None

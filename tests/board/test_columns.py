"""A board's columns are changed while work goes on, and nothing is lost by it."""

import pytest
from django.core.exceptions import ValidationError

from board.models import Kind, Mode, NotPossible, WipLimitReached


def names(board):
    return [column.name for column in board.columns.filter(archived_at=None)]


def test_a_column_gets_another_name_and_a_policy(board, review, ada):
    review.revise(name="Check", policy="Two pairs of eyes", by=ada)
    review.refresh_from_db()
    assert (review.name, review.policy) == ("Check", "Two pairs of eyes")
    event = board.events.get(kind=Kind.COLUMN_CHANGED)
    assert event.data["was"] == {"name": "Review", "policy": ""}


def test_a_refusal_says_the_new_name(board, full_review, card_in, ada):
    full_review.revise(name="Check", by=ada)
    with pytest.raises(WipLimitReached, match="Check is full, 3 of 3"):
        card_in(full_review)


def test_a_name_that_is_taken_is_an_error(review, ada):
    with pytest.raises(ValidationError):
        review.revise(name="build", by=ada)


def test_a_column_is_put_elsewhere(board, build, review, ada):
    review.put_before(build, by=ada)
    assert names(board) == ["Ideas", "Review", "Build", "Done"]
    with pytest.raises(ValidationError, match="queue columns first"):
        review.put_before(None, by=ada)


def test_what_was_before_a_card_was_given_back_finishes_it_no_more_than_it_starts_it(
    board, ideas, build, review, done, card_in, ada
):
    """It went back to Ready and was given back there; then Ready became a place for what is done."""
    ready = board.add_column("Ready", "queue", by=ada)
    card = card_in(build)
    card.move_to(ready, by=ada)
    card.return_to_backlog(by=ada, column=ready)
    returned_at = card.events.get(kind="returned_to_backlog").at
    stages = [(ideas, "queue"), (build, "active"), (review, "active"), (ready, "done")]
    board.line_up([*stages, (done, "done")], by=ada)
    card = card.as_now()
    assert (card.started_at, card.finished_at) == (returned_at, returned_at)


def test_a_column_put_before_itself_stays_where_it_is(board, build, ada):
    build.put_before(build, by=ada)
    assert names(board) == ["Ideas", "Build", "Review", "Done"]
    assert not board.events.filter(kind="column_changed").exists()


def test_another_stage_starts_and_finishes_the_cards_that_it_concerns(
    board, ideas, build, review, done, card_in, ada
):
    idea, reviewed = card_in(ideas), card_in(review)
    ready = board.add_column("Ready", "active", before=build, by=ada)
    waiting = card_in(ready)
    ready.revise(stage="queue", by=ada)
    assert waiting.as_now().started_at is None
    ready.revise(stage="active", by=ada)
    assert waiting.as_now().started_at == waiting.started_at
    review.revise(stage="done", by=ada)
    assert reviewed.as_now().finished_at == reviewed.arrived_at
    assert idea.as_now().started_at is None


def test_a_return_to_the_backlog_is_remembered_when_stages_change(
    board, ideas, build, card_in, ada
):
    card = card_in(build).return_to_backlog(by=ada)
    build.revise(stage="waiting", by=ada)
    assert card.as_now().started_at is None


def test_stages_that_make_no_sense_are_an_error(board, build, review, done, ada):
    with pytest.raises(ValidationError):
        done.revise(stage="active", by=ada)
    with pytest.raises(ValidationError):
        review.revise(stage="queue", by=ada)


class TestArchive:
    def test_its_cards_go_where_the_person_says(self, board, build, review, card_in, ada):
        cards = [card_in(review, title) for title in ("first", "second")]
        card_in(build, "there")
        review.archive(cards_to=build, by=ada)
        assert names(board) == ["Ideas", "Build", "Done"]
        titles = [card.title for card in build.cards.in_order()]
        assert titles == ["there", "first", "second"]
        assert [stay.column.name for stay in cards[0].stays.all()] == ["Review", "Build"]

    def test_over_a_limit_it_is_an_override_by_the_board(self, board, build, review, card_in, ada):
        card = card_in(review)
        limit = board.limit_column(build, 0, by=ada)
        review.archive(cards_to=build, by=ada)
        override = card.overrides.get()
        assert (override.by, override.limit) == (None, limit)
        assert override.reason == "Its column was archived"

    def test_its_own_limit_is_lifted(self, board, full_review, build, ada):
        full_review.archive(cards_to=build, by=ada)
        assert not board.limits.in_force().exists()

    def test_a_limit_is_lifted_with_the_last_of_its_columns(self, board, build, review, ada):
        board.add_column("Test", "active", by=ada)
        board.add_limit(by=ada, maximum=2, columns=[build, review])
        build.archive(by=ada)
        assert board.limits.in_force().count() == 1
        review.archive(by=ada)
        assert not board.limits.in_force().exists()

    def test_with_cards_somebody_must_say_where_they_go(self, review, card_in, ada):
        card_in(review)
        for nowhere in (None, review):
            with pytest.raises(NotPossible, match="Choose where the cards of Review go"):
                review.archive(cards_to=nowhere, by=ada)

    def test_the_last_column_of_its_kind_stays(self, board, done, build, ada):
        with pytest.raises(ValidationError):
            done.archive(cards_to=build, by=ada)

    def test_its_name_may_be_used_again_and_its_archived_cards_come_back_elsewhere(
        self, board, review, build, card_in, ada
    ):
        card = card_in(review).archive(by=ada)
        review.archive(by=ada)
        board.add_column("Review", "active", by=ada)
        assert card.restore(column=build, by=ada).column == build


class TestPace:
    def test_a_pace_is_four_ages(self, board, review, ada):
        assert review.set_pace([5, 7, 9, 13], by=ada).pace == (5, 7, 9, 13)
        assert review.set_pace(None, by=None).pace is None

    @pytest.mark.parametrize("days", [[], [1, 2, 3], [0, 1, 2, 3], [4, 3, 5, 6]])
    def test_a_pace_that_falls_is_an_error(self, review, ada, days):
        with pytest.raises(ValidationError):
            review.set_pace(days, by=ada)

    def test_the_same_pace_writes_nothing(self, board, review, ada):
        review.set_pace([5, 7, 9, 13], by=None)
        before = board.events.count()
        review.set_pace([5, 7, 9, 13], by=None)
        assert board.events.count() == before


class TestLanesClassesLabels:
    def test_a_lane_goes_and_its_cards_change_lane(self, board, build, card_in, ada):
        lane, other = board.lanes.get(), board.add_lane("Other", by=ada)
        card = card_in(build, lane=other)
        board.add_limit(by=ada, maximum=0, lane=lane, mode=Mode.REFUSE)
        board.archive_lane(other, cards_to=lane, by=ada)
        assert card.as_now().lane == lane
        assert card.overrides.get().by is None
        with pytest.raises(NotPossible):
            board.archive_lane(lane, cards_to=lane, by=ada)

    def test_a_card_whose_lane_is_gone_is_restored_to_the_first(self, board, build, card_in, ada):
        lane, other = board.lanes.get(), board.add_lane("Other", by=ada)
        card = card_in(build, lane=other).archive(by=ada)
        board.archive_lane(other, cards_to=lane, by=ada)
        assert card.restore(by=ada).lane == lane
        assert card.stays.open().get().lane == lane

    def test_a_lane_is_renamed(self, board, ada):
        board.rename_lane(board.lanes.get(), "Boats", by=ada)
        assert board.lanes.get().name == "Boats"

    def test_a_class_may_start_to_count(self, board, full_review, card_in, ada):
        expedite = board.service_classes.get(kind="expedite")
        board.revise_class(expedite, name="Now", apart_from_limits=False, by=ada)
        with pytest.raises(WipLimitReached):
            card_in(full_review, service_class=expedite)

    def test_a_label_is_renamed_and_removed_everywhere(self, board, build, card_in, ada):
        card = card_in(build, labels=["map"])
        label = board.rename_label(board.labels.get(), "chart", by=ada)
        assert [each.name for each in card.labels.all()] == ["chart"]
        board.remove_label(label, by=ada)
        assert not card.labels.exists()


def test_a_board_is_renamed_and_moved_to_another_zone(board, ada):
    board.revise(name="Port", time_zone="Europe/Brussels", days_off=[5, 6], by=ada)
    board.refresh_from_db()
    assert (board.name, board.time_zone, board.days_off) == ("Port", "Europe/Brussels", [5, 6])
    with pytest.raises(ValidationError, match="Nowhere is not a time zone"):
        board.revise(time_zone="Nowhere", by=ada)
    with pytest.raises(ValidationError):
        board.revise(days_off=[7], by=ada)

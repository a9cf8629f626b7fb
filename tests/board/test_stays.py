"""A card is in one place at a time, and its facts follow from where it has been."""

from itertools import pairwise

import pytest
import time_machine
from django.utils.dateparse import parse_datetime

from board.models import Board, NotHere, NotPossible

MONDAY, TUESDAY, FRIDAY = (parse_datetime(f"2026-11-{day}T09:00:00Z") for day in ("16", "17", "20"))


@pytest.fixture
def on():
    """Let something happen at a moment: `with on(MONDAY): ...`."""
    return lambda moment: time_machine.travel(moment, tick=False)


def test_stays_follow_each_other_without_a_gap(ideas, build, review, done, card_in, ada):
    card = card_in(ideas)
    for column in (build, review, build, done):
        card.move_to(column, by=ada)
    stays = list(card.stays.all())
    assert [stay.column.name for stay in stays] == ["Ideas", "Build", "Review", "Build", "Done"]
    assert all(stay.left_at == following.entered_at for stay, following in pairwise(stays))
    assert stays[-1].left_at is None


def test_entering_a_started_column_starts_a_card_once(on, ideas, build, review, card_in, ada):
    with on(MONDAY):
        card = card_in(ideas)
    assert card.started_at is None
    with on(TUESDAY):
        card = card.move_to(build, by=ada)
    with on(FRIDAY):
        card = card.move_to(ideas, by=ada)
        card = card.move_to(review, by=ada)
    assert card.started_at == TUESDAY


def test_a_card_born_in_a_started_column_starts_at_its_creation(on, build, card_in):
    with on(MONDAY):
        assert card_in(build).started_at == MONDAY


def test_straight_into_done_starts_and_finishes_at_once(on, done, card_in):
    with on(MONDAY):
        card = card_in(done)
    assert card.started_at == card.finished_at == MONDAY


def test_reopening_un_finishes_and_keeps_the_start(on, build, review, done, card_in, ada):
    with on(MONDAY):
        card = card_in(build)
    with on(TUESDAY):
        card.move_to(review, by=ada)
        card.move_to(done, by=ada)
    card = card.reopen(by=ada)
    assert (card.column, card.started_at, card.finished_at) == (review, MONDAY, None)


def test_a_card_born_done_is_reopened_at_the_commitment_point(build, done, card_in, ada):
    assert card_in(done).reopen(by=ada).column == build


def test_only_a_finished_card_is_reopened(build, done, card_in, ada):
    with pytest.raises(NotPossible, match="SLU-1 is not finished"):
        card_in(build).reopen(by=ada)
    with pytest.raises(NotPossible, match="Done is a done column"):
        card_in(done).reopen(column=done, by=ada)


def test_returning_to_the_backlog_forgets_the_start(on, ideas, build, card_in, ada):
    with on(MONDAY):
        card = card_in(build)
    card = card.return_to_backlog(by=ada)
    assert (card.column, card.started_at) == (ideas, None)
    with on(FRIDAY):
        later = card.move_to(build, by=ada)
    assert later.started_at != MONDAY


def test_a_started_card_in_a_queue_returns_to_the_backlog_where_it_is(ideas, build, card_in, ada):
    card = card_in(build).move_to(ideas, by=ada)
    assert card.started_at is not None
    stays = card.stays.count()
    card = card.return_to_backlog(by=ada)
    assert (card.column, card.started_at, card.stays.count()) == (ideas, None, stays)


def test_an_option_has_nothing_to_return(board, ideas, card_in, ada):
    card = card_in(ideas)
    version = board.events.count()
    card.return_to_backlog(by=ada)
    assert board.events.count() == version


def test_a_finished_card_is_not_returned_to_the_backlog(done, build, card_in, ada):
    with pytest.raises(NotPossible, match="is finished"):
        card_in(done).return_to_backlog(by=ada)
    with pytest.raises(NotPossible, match="Build is not a queue column"):
        card_in(build).return_to_backlog(column=build, by=ada)


def test_time_in_the_archive_is_no_stay(on, build, card_in, ada):
    with on(MONDAY):
        card = card_in(build)
    with on(TUESDAY):
        card.archive(by=ada)
    with on(FRIDAY):
        card = card.restore(by=ada)
    first, second = card.stays.all()
    assert (first.left_at, second.entered_at, second.left_at) == (TUESDAY, FRIDAY, None)
    assert (card.started_at, card.archived_at) == (MONDAY, None)


def test_archiving_from_done_keeps_the_finish(on, done, card_in, ada):
    with on(MONDAY):
        card = card_in(done)
    card.archive(by=ada)
    assert card.restore(by=ada).finished_at == MONDAY


def test_an_archived_card_is_not_moved(build, review, card_in, ada):
    card = card_in(build).archive(by=ada)
    for verb in (
        lambda: card.move_to(review, by=ada),
        lambda: card.block(reason="no key", by=ada),
        lambda: card.assign(ada, by=ada),
    ):
        with pytest.raises(NotPossible, match="SLU-1 is archived. Restore it first."):
            verb()


def test_a_change_of_lane_opens_a_stay_and_keeps_the_arrival(on, board, build, card_in, ada):
    other = board.add_lane("Other", by=ada)
    with on(MONDAY):
        card = card_in(build)
    card = card.move_to(build, lane=other, by=ada)
    assert card.stays.count() == 2
    assert card.arrived_at == MONDAY


def test_age_counts_both_days_in_the_zone_of_the_board(on, board, build, card_in):
    Board.objects.update(time_zone="Pacific/Auckland")
    board.refresh_from_db()
    with on(parse_datetime("2026-11-16T10:59:00Z")):  # 23:59 in Auckland
        card = card_in(build).as_now()
        assert card.age == 1
    with on(parse_datetime("2026-11-16T11:01:00Z")):  # 00:01 the day after
        assert card.age == 2


def test_a_column_of_another_board_takes_no_card(build, card_in, ada):
    other = Board.make("Other", key="OTH", by=ada, columns=[("Do", "active"), ("Did", "done")])
    with pytest.raises(NotHere):
        card_in(build).move_to(other.columns.first(), by=ada)


def test_a_clock_that_is_put_back_takes_no_stay_apart(on, board, build, review, card_in, ada):
    other = board.add_lane("Other", by=ada)
    with on(FRIDAY):
        card = card_in(build).move_to(build, lane=other, by=ada)
    with on(TUESDAY):
        card.move_to(review, by=ada)
    first, second, third = card.stays.all()
    assert first.left_at == second.entered_at == second.left_at == third.entered_at
    assert third.entered_at >= FRIDAY

"""What happened since the last standup."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from board.models import Move, SplitPart, Terms
from flow.standup.news import last_working_day, news_since, since_version


def test_each_card_is_named_once_for_what_happened_to_it(board, card_in, ideas, build, review, ada):
    card = card_in(ideas)
    board.refresh_from_db()
    since = board.version
    card.move_to(build, by=ada)
    card.move_to(review, by=ada)
    card.block(reason="the vendor", by=ada)
    new = card_in(ideas, "New")
    news = news_since(board, since)
    assert (news.moved, news.blocked, news.arrived) == ({1}, {1}, {new.number})
    assert news.of(1) == ["moved", "blocked"]


def test_what_was_finished_and_reopened_is_not_finished(board, card_in, build, done, ada):
    card = card_in(build)
    card.move_to(done, by=ada)
    assert news_since(board, 0).finished == {1}
    card.reopen(by=ada)
    assert news_since(board, 0).finished == set()


def test_what_was_undone_is_no_news(board, card_in, build, done, ada):
    card = card_in(build).move_to(done, by=ada)
    card.undo(by=ada)
    news = news_since(board, 0)
    assert (news.moved, news.finished) == (set(), set())


def test_a_card_that_was_unblocked_again_is_not_newly_blocked(board, card_in, build, ada):
    card = card_in(build).block(reason="the key", by=ada)
    card.unblock(by=ada)
    news = news_since(board, 0)
    assert (news.blocked, news.unblocked) == (set(), {1})


def test_a_split_is_told_of_the_card_and_its_parts_are_new(board, ideas, build, ada):
    card = board.create_card("Large", by=ada, column=ideas, scenarios=list("abc"))
    board.refresh_from_db()
    since = board.version
    card.move_to(build, by=ada)
    ids = [item.pk for item in card.checklist.kept()]
    card.split([SplitPart("Rest", ids[1:])], by=ada)
    news = news_since(board, since)
    assert (news.of(1), news.of(2)) == (["moved", "split"], ["arrived"])
    card.undo(by=ada)
    assert news_since(board, since).of(1) == ["moved"], "a split that was undone is no news"


def test_a_card_that_started_too_large_is_news(board, ideas, build, ada):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    small = board.create_card("Small", by=ada, column=ideas)
    card = board.create_card("Large", by=ada, column=ideas, scenarios=list("abcd"))
    board.refresh_from_db()
    since = board.version
    terms = Terms(override_reason="It was promised", passes=["too_large"])
    board.move_all([Move(small, build), Move(card, build)], by=ada, terms=terms)
    news = news_since(board, since)
    assert (news.of(1), news.of(2)) == (["moved"], ["moved", "large"])


def test_before_the_first_standup_news_begin_with_the_last_working_day(board, ada):
    board.revise(time_zone="Europe/Brussels", days_off=[5, 6], by=ada)
    board.refresh_from_db()
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    friday = datetime(2026, 11, 20, tzinfo=ZoneInfo("Europe/Brussels"))
    assert last_working_day(board, monday) == friday


def test_news_begin_where_the_last_standup_ended(board, hold, ada, card_in, build):
    standup = hold(ada)
    card_in(build)
    standup.end()
    assert since_version(board, timezone.now()) == standup.from_version + 1


def test_what_happened_long_before_the_first_standup_is_no_news(board, ada, build):
    at = datetime(2026, 1, 5, 8, tzinfo=UTC)
    board.create_card("Old", by=ada, column=build, terms=Terms(at=at))
    board.refresh_from_db()
    assert since_version(board, datetime(2030, 1, 9, 8, tzinfo=UTC)) == board.version

"""The daily look, with the clock in hand: what is due, what is told, and what is never nagged."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from flow.alerts.models import Alert, Watch
from flow.alerts.scans import catch_up
from flow.flags import board_news, daily_look
from flow.flags.alerts import KINDS
from flow.flags.due_flags import to_ramp, to_remove
from flow.flags.models import Flag, FlagEntry, FlagState, What


@pytest.fixture
def noon(board):
    """Noon of a day so many days from today, in the board's zone: `noon(14)`."""
    today = board.day_of(timezone.now())
    zone = ZoneInfo(board.time_zone)
    return lambda days: datetime.combine(today + timedelta(days), time(12), zone)


@pytest.fixture
def alerts_at(board, monkeypatch):
    """The kinds of the alerts of flags that stand at a moment."""

    def at(moment) -> set[str]:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        Watch.objects.look_again(board)
        catch_up(board.pk)
        monkeypatch.undo()
        standing = Alert.objects.of(board).standing().values_list("kind", flat=True)
        return {kind for kind in standing if kind.startswith("flag_")}

    return at


@pytest.fixture
def asked(noon):
    """Let production have asked for every flag on a day."""

    def ask(days: int) -> None:
        states = FlagState.objects.filter(environment__production=True)
        states.update(first_asked_at=noon(0), last_asked_at=noon(days))

    return ask


def open_for_all(flag, state_of, grace, since) -> None:
    state_of(flag).switch(by=grace, enabled=True, rollout=100, reason="Test")
    flag.states.filter(environment__production=True).update(full_since=since, first_full_at=since)


def order(column) -> list[str]:
    return [card.title for card in column.cards.on_the_board().in_order()]


def test_day_14_at_100_percent_promotes_the_removal_card_once(
    make_flag, state_of, grace, card_in, ideas, noon, asked, alerts_at
):
    other = card_in(ideas)
    flag = make_flag()
    open_for_all(flag, state_of, grace, noon(0))
    asked(13)
    daily_look.look(noon(13))
    assert order(ideas) == [other.title, "Remove the flag new-search"]
    assert alerts_at(noon(13)) == set()
    daily_look.look(noon(14))
    assert order(ideas) == ["Remove the flag new-search", other.title]
    assert alerts_at(noon(14)) == {"flag_full"}
    card = Flag.objects.get().removal_card
    card.move_to(ideas, after=other, by=grace)
    daily_look.look(noon(14))
    daily_look.look(noon(15))
    assert order(ideas) == [other.title, "Remove the flag new-search"]
    [entry] = FlagEntry.objects.filter(what=What.PROMOTED)
    assert entry.now["cause"] == "full"
    assert [each.cause.due for each in to_remove(flag.board, noon(15))] == ["full"]


def test_a_day_that_has_passed_and_silence_promote_once_each(
    make_flag, card_in, ideas, noon, asked, alerts_at, grace
):
    flag = make_flag(remove_by=noon(3).date())
    other = card_in(ideas)
    flag.removal_card.move_to(ideas, after=other, by=grace)
    asked(2)
    daily_look.look(noon(3))
    assert alerts_at(noon(3)) == set()
    assert not FlagEntry.objects.filter(what=What.PROMOTED).exists()
    daily_look.look(noon(4))
    assert alerts_at(noon(4)) == {"flag_late"}
    daily_look.look(noon(31))
    daily_look.look(noon(32))
    daily_look.look(noon(33))
    causes = [each.now["cause"] for each in FlagEntry.objects.filter(what=What.PROMOTED)]
    assert causes == ["late", "silent"]
    assert alerts_at(noon(32)) == {"flag_late", "flag_quiet"}
    assert order(ideas)[0] == "Remove the flag new-search"


@pytest.mark.parametrize(("kind", "key"), [("ops", "ops.valve"), ("entitlement", "ent.gold")])
def test_a_permanent_flag_is_never_nagged_but_on_its_review_day(
    make_flag, state_of, grace, noon, alerts_at, kind, key
):
    flag = make_flag(key, kind=kind, review_on=noon(60).date())
    open_for_all(flag, state_of, grace, noon(0))
    for day in (14, 31, 59):
        daily_look.look(noon(day))
        assert alerts_at(noon(day)) == set()
    assert to_remove(flag.board, noon(59)) == []
    assert alerts_at(noon(60)) == {"flag_look"}
    flag.revise(by=grace, review_on=noon(90).date())
    assert alerts_at(noon(61)) == set()


def test_who_asks_after_the_removal_is_told(make_flag, done, grace, noon, asked, alerts_at):
    flag = make_flag()
    flag.removal_card.move_to(done, by=grace)
    assert alerts_at(noon(1)) == set()
    asked(1)
    assert alerts_at(noon(1)) == {"flag_ghost"}


def test_a_removal_card_that_is_gone_is_made_again(
    make_flag, board, grace, ideas, noon, asked, alerts_at
):
    make_flag().removal_card.discard(by=grace)
    asked(0)
    daily_look.look(noon(0))
    daily_look.look(noon(0))
    flag = Flag.objects.get()
    assert (flag.removal_card.column, flag.removal_card.due_on) == (ideas, flag.remove_by)
    assert alerts_at(timezone.now()) == {"flag_card"}
    flag.removal_card.archive(by=grace)
    daily_look.look(noon(0))
    assert [card.title for card in board.cards.on_the_board()] == ["Remove the flag new-search"]


def test_a_removed_flag_and_an_archived_board_are_left_alone(make_flag, board, done, ada, noon):
    flag = make_flag()
    flag.removal_card.move_to(done, by=ada).archive(by=ada)
    make_flag("other").removal_card.discard(by=ada)
    board.archive(by=ada)
    daily_look.look(noon(99))
    assert not FlagEntry.objects.filter(what__in=[What.REMADE, What.PROMOTED]).exists()


def test_an_owner_who_leaves_is_no_owner_any_more(
    make_flag, board, ada, grace, noon, asked, alerts_at
):
    flag = make_flag()
    asked(0)
    daily_look.look(noon(0))
    assert Flag.objects.get().owner == grace
    board.remove_member(grace, by=ada)
    daily_look.look(noon(0))
    assert Flag.objects.get().owner is None
    assert alerts_at(timezone.now()) == {"flag_owner"}
    Flag.objects.get(pk=flag.pk).revise(by=ada, owner=ada)
    assert alerts_at(timezone.now()) == set()


def test_a_share_that_stands_for_a_day_is_to_be_ramped(make_flag, state_of, grace, board, noon):
    flag = make_flag()
    state_of(flag).switch(by=grace, enabled=True, rollout=1)
    make_flag("off")
    assert to_ramp(board, timezone.now()) == []
    [coming] = to_ramp(board, noon(2))
    assert "to 5 %" in coming.words


def test_the_board_hears_of_what_happened_in_a_turn_of_its_own(
    make_flag, state_of, grace, board, card_in, build
):
    card = card_in(build)
    flag = make_flag(card=card)
    board_news.record_entries()
    board.refresh_from_db()
    version = board.version
    state_of(flag).switch(by=grace, enabled=True, rollout=1)
    board.refresh_from_db()
    assert board.version == version  # the switch did not ask for the board's lock
    board_news.record_entries()
    board_news.record_entries()
    told = board.events.filter(kind="told", data__what="switched")
    assert {each.card for each in told} == {card, flag.removal_card}
    assert {each.by for each in told} == {grace}


def test_a_face_says_how_far_its_flag_is(
    make_flag, state_of, grace, board, card_in, build, browser_of, vera
):
    card = card_in(build)
    flag = make_flag(card=card)
    page = browser_of(vera)
    assert "live for" not in page.get("/boards/SLU/").content.decode()
    state_of(flag).switch(by=grace, enabled=True, rollout=1)
    board_news.record_entries()
    assert "live for 1 %" in page.get("/boards/SLU/").content.decode()
    Flag.objects.update(remove_by=board.day_of(timezone.now()) - timedelta(1))
    daily_look.look()
    board_news.record_entries()
    assert "flag past its removal day" in page.get("/boards/SLU/").content.decode()


def test_a_look_asks_no_more_for_more_flags(make_flag, board, noon):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            to_remove(board, noon(99))
            to_ramp(board, noon(99))
        return len(asked)

    make_flag()
    once = statements()
    for number in range(4):
        make_flag(f"other-{number}")
    assert statements() == once


def test_flags_without_an_owner_cost_as_many_questions_as_one(board, make_flag):
    kind = next(each for each in KINDS if each.name == "flag_owner")

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(kind.crossings(board, None, timezone.now()))
        return len(asked)

    for key in ("one", "two", "three"):
        flag = make_flag(key)
        Flag.objects.filter(pk=flag.pk).update(owner=None)
        FlagEntry.write(flag, What.REVISED, by=None, was={"owner": 1}, now={"owner": None})
        if key == "one":
            first = statements()
    assert [each.since for each in kind.crossings(board, None, timezone.now())] == [
        board.day_of(timezone.now())
    ] * 3
    assert statements() == first

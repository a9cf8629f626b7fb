"""The demo board is told by the verbs, and looks as if it had a history."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from board.demo import story, words
from board.demo.moments import moment
from board.demo.past import past
from board.display.page.picture import Picture
from board.models import Board, ChecklistItem, GateRefusal, Override, Person
from tests.examples import examples


@pytest.fixture(scope="module")
def harbour(django_db_setup, django_db_blocker) -> Iterator[Board]:
    """The demo board, made once: its 90 days are many verbs, and these tests only look."""
    wednesday = time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC))
    with django_db_blocker.unblock(), transaction.atomic(), wednesday:
        Person.objects.create_superuser("root@example.org")
        call_command("demo")
        yield Board.objects.get(key="SLU")
        transaction.set_rollback(True)


def test_its_columns_are_open_full_and_over(harbour):
    *figures, finished = [each.gate.figure for each in Picture(harbour).steps]
    assert figures == ["7", "5/6", "5/4", "3/3", "1+1/2"]
    assert int(finished) > 40


def test_the_first_superuser_leads_it(harbour):
    assert harbour.role_of(Person.objects.get(email="root@example.org")) == "lead"


def test_its_cards_are_as_old_as_the_story_says(harbour):
    ages = {card.title: card.age for card in harbour.cards.select_related("board")}
    assert ages["Send manifests to the customs sandbox"] == 11
    assert ages["Show tide times in the arrival mail"] is None


def test_the_log_is_in_the_order_of_time(harbour):
    moments = list(harbour.events.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert len(moments) == harbour.version


def test_the_stays_of_a_card_follow_each_other_without_a_gap(harbour):
    for card in harbour.cards.all():
        stays = list(card.stays.order_by("entered_at", "pk"))
        assert stays[0].entered_at == card.created_at
        for earlier, later in pairwise(stays):
            assert earlier.left_at == later.entered_at


def test_it_has_90_days_of_finished_work_that_was_blocked_and_went_back(harbour):
    finished = harbour.cards.exclude(finished_at=None)
    assert timezone.now() - finished.earliest("created_at").created_at > timedelta(days=90)
    assert finished.filter(blocks__isnull=False).count() >= 5
    visits = Counter(
        finished.filter(stays__column__name="Build Doing").values_list("pk", flat=True)
    )
    assert sum(number > 1 for number in visits.values()) >= 3


def test_only_one_card_was_let_past_a_limit(harbour):
    assert Override.objects.filter(card__board=harbour).count() == 1


def test_the_past_is_in_order_and_over():
    cards = past(Random(0))
    assert len(cards) > 30
    for card in cards:
        moments = [ago for ago, _column in card.way]
        assert moments == sorted(set(moments), reverse=True)
        assert moments[-1] > 0
        for begun, ended, _reason in card.blocks:
            assert moments[1] > begun > ended > moments[-1]


ZURICH, NEW_YORK = ZoneInfo("Europe/Zurich"), ZoneInfo("America/New_York")
DAYS = [
    *(date(2026, 11, day) for day in range(23, 31)),  # each weekday, and the end of a month
    *(date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)),
    *(date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)),
    *(date(2026, 3, day) for day in (7, 8, 9, 28, 29, 30)),  # the clocks go forward
    *(date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)),  # and back
    *(date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2)),
]
AGOS = [93, *(ago / 10 for ago in range(150, -1, -1))]


@pytest.mark.parametrize("zone", [UTC, ZURICH, NEW_YORK])
@pytest.mark.parametrize("day", DAYS, ids=lambda day: f"{day:%a %d %b %Y}")
def test_the_story_falls_on_the_same_days_back_at_every_hour_of_every_date(day, zone):
    usual = datetime(2026, 7, 15, 12, tzinfo=UTC)
    assert [(usual - moment(ago, usual)).days for ago in range(94)] == [*range(94)]
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    for half_hour in range(24 * 2):
        now = (midnight + timedelta(minutes=30 * half_hour)).astimezone(zone)
        moments = [moment(ago, now) for ago in AGOS]
        assert moments == sorted(moments)
        assert moments[-1] == now.astimezone(UTC)
        back = [(now.date() - each.astimezone(zone).date()).days for each in moments]
        assert back == [(usual.date() - moment(ago, usual).date()).days for ago in AGOS]


def test_the_same_story_is_told_on_another_day(db):
    usual = story_told("2026-11-25 09:00")
    days = ["2026-11-29 00:01", "2028-02-29 12:00", "2026-11-26 23:58", "2026-12-31 22:00"]
    for now in days[: examples(1, many=4)]:
        assert story_told(now) == usual, now


def story_told(now: str) -> list[tuple]:
    with time_machine.travel(datetime.fromisoformat(f"{now}+00:00")):
        call_command("demo", again=True)
        return story_of(Board.objects.get(key="SLU"))


def story_of(board: Board) -> list[tuple]:
    """Each event of the board: how many days ago, what, of which card; and how the cards stand."""
    today = timezone.now().date()
    events = board.events.select_related("card", "by").order_by("number")
    lines = [
        ((today - each.at.date()).days, each.kind, each.card and each.card.number, str(each.by))
        for each in events
    ]
    cards = board.cards.select_related("column", "lane").order_by("number")
    return [
        *lines,
        *((card.number, card.title, str(card.column), str(card.lane), card.rank) for card in cards),
        *((card.number, (card.due_on - today).days) for card in cards if card.due_on),
    ]


def test_a_second_time_changes_nothing_and_it_is_made_anew_when_asked(db, monkeypatch):
    monkeypatch.setattr("board.demo.storyteller.past", lambda dice: [])  # the short story will do
    call_command("demo")
    harbour = Board.objects.get(key="SLU")
    call_command("demo")
    assert Board.objects.get(key="SLU") == harbour
    call_command("demo", again=True)
    assert Board.objects.get(key="SLU") != harbour
    assert Board.objects.get(key="SLU").cards.count() == len(story.CARDS)


def test_it_leaves_another_board_with_its_key_alone(board, ada):
    board.name = "Ours"
    board.save()
    with pytest.raises(CommandError, match="SLU is the key of another board here: Ours"):
        call_command("demo", again=True)


def test_its_cards_have_words_and_the_team_talks_about_them(harbour):
    card = harbour.cards.get(title="The waiting list offers a freed berth")
    assert "**good for four hours**" in card.description
    said = list(card.comments.order_by("at"))
    assert [comment.by.name for comment in said][:2] == ["Grace Hopper", "Ada Lovelace"]
    assert timedelta(days=7) < timezone.now() - said[0].at < timedelta(days=8)
    assert harbour.columns.get(name="Review").policy


def test_its_cards_have_scenarios_and_one_is_too_large_to_start(harbour):
    card = harbour.cards.get(title="Change a booking without losing the berth")
    ada = Person.objects.get(email="ada@harbour.example")
    with pytest.raises(GateRefusal, match="5 scenarios, at most 3"):
        card.move_to(harbour.columns.get(name="Build Doing"), by=ada)
    ticked = ChecklistItem.objects.filter(card__board=harbour, done_at__isnull=False)
    assert ticked.count() == sum(words.TICKED.values())
    for item in ticked.select_related("card"):
        assert item.card.created_at < item.done_at <= timezone.now()
        assert item.card.events.filter(at=item.done_at).exists()


def test_its_cards_are_at_every_heat(harbour):
    cells = [cell for column in Picture(harbour).columns for cell in column.cells]
    assert {face.heat for cell in cells for face in cell.faces} == {0, 1, 2, 3, 4}

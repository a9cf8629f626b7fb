"""The demo board is told by the verbs, and looks as if it had a history."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from board.demo import story
from board.demo.past import past
from board.display.picture import Picture
from board.models import Board, Override, Person


@pytest.fixture(scope="module")
def harbour(django_db_setup, django_db_blocker) -> Iterator[Board]:
    """The demo board, made once: its 90 days are many verbs, and these tests only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        Person.objects.create_superuser("root@example.org")
        call_command("demo")
        yield Board.objects.get()
        transaction.set_rollback(True)


def test_its_columns_are_open_full_and_over(harbour):
    *figures, finished = [each.gate.figure for each in Picture(harbour).steps]
    assert figures == ["7", "5/6", "5/4", "3/3", "1+1/2"]
    assert int(finished) > 40  # how many they were depends on the day of the week


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


@pytest.mark.parametrize("day", range(7))
def test_on_every_day_of_the_week_the_past_is_in_order_and_over(day):
    now = datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(days=day)
    cards = past(now, Random(day))
    assert len(cards) > 30
    for card in cards:
        moments = [ago for ago, _column in card.way]
        assert moments == sorted(set(moments), reverse=True)
        assert moments[-1] > 0
        for begun, ended, _reason in card.blocks:
            assert moments[1] > begun > ended > moments[-1]


def test_a_second_time_changes_nothing_and_it_is_made_anew_when_asked(db, monkeypatch):
    monkeypatch.setattr("board.demo.telling.past", lambda now, dice: [])  # the short story will do
    call_command("demo")
    harbour = Board.objects.get()
    call_command("demo")
    assert Board.objects.get() == harbour
    call_command("demo", again=True)
    assert Board.objects.get() != harbour
    assert Board.objects.get().cards.count() == len(story.CARDS)


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


def test_its_cards_are_at_every_heat(harbour):
    cells = [cell for column in Picture(harbour).columns for cell in column.cells]
    assert {face.heat for cell in cells for face in cell.faces} == {0, 1, 2, 3, 4}

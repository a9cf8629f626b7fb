"""The demo board is told by the verbs, and looks as if it had a history."""

from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from board.display.picture import Picture
from board.models import Board, Person


@pytest.fixture
def harbour(db) -> Board:
    call_command("demo")
    return Board.objects.get()


def test_its_columns_are_open_full_and_over(harbour):
    assert [each.gate.figure for each in Picture(harbour).columns] == [
        *("7", "5/6", "5/4", "3/3", "1+1/2", "9"),
    ]


def test_the_first_superuser_leads_it(db):
    root = Person.objects.create_superuser("root@example.org")
    call_command("demo")
    assert Board.objects.get().role_of(root) == "lead"


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


def test_a_second_time_changes_nothing(harbour):
    call_command("demo")
    assert Board.objects.get() == harbour


def test_it_is_made_anew_when_asked(harbour):
    call_command("demo", again=True)
    assert Board.objects.get() != harbour
    assert Board.objects.get().cards.count() == 31


def test_it_leaves_another_board_with_its_key_alone(board, ada):
    board.name = "Ours"
    board.save()
    with pytest.raises(CommandError, match="SLU is the key of another board here: Ours"):
        call_command("demo", again=True)

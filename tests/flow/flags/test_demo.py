"""The demo board has a flag that is ramped, whose removal card is in its story, and one that stays."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from board.demo import story
from board.models import Board, GateRefusal, Person
from flow.flags.models import Flag, FlagStage


def test_harbour_ramps_a_flag_and_its_removal_waits(db, monkeypatch, browser_of):
    monkeypatch.setattr("board.demo.storyteller.past", lambda dice: [])  # the short story will do
    owner = Person.objects.create_superuser("owner@example.org", "x")
    call_command("demo", verbosity=0)
    board = Board.objects.get(key="SLU")
    assert board.cards.count() == len(story.CARDS)  # no card more than the story has
    ramped, stays = Flag.objects.of(board).staged().order_by("key")
    assert (ramped.stage, ramped.share) == (FlagStage.RAMPING, 25)
    assert (stays.key, stays.removal_card) == ("ops.pause-bookings", None)
    page = browser_of(owner)
    told = page.get("/boards/SLU/flags/instalments/").content.decode()
    assert "Skippers can pay in instalments" in told
    assert ramped.entries.filter(at__gt=timezone.now()).count() == 0
    assert "instalments" in page.get("/boards/SLU/").content.decode()
    card = ramped.removal_card
    card.board = board
    with pytest.raises(GateRefusal) as refused:
        card.move_to(board.columns.get(name="Done"), by=owner)
    assert {each.code for each in refused.value.objections} == {"flag_in_use"}

"""The same export is imported by several people at the same moment."""

from datetime import UTC, datetime

import pytest

from board.models import Arrival, Board, Kind, Visit
from tests.board.races.crowd import at_once

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_every_card_comes_in_once_and_numbers_have_no_holes(board, build, ada):
    arrivals = [
        Arrival(f"X-{number}", "A card", [Visit(build, LONG_AGO)], LONG_AGO) for number in range(50)
    ]
    halves = [arrivals[:30], arrivals[20:], arrivals, arrivals]
    at_once(
        [
            lambda half=half: Board.objects.get(pk=board.pk).take_in(half, by=ada, source="x")
            for half in halves
        ]
    )
    assert sorted(board.cards.values_list("number", flat=True)) == list(range(1, 51))
    assert len(set(board.cards.values_list("rank", flat=True))) == 50
    version = Board.objects.get(pk=board.pk).version
    assert list(board.events.values_list("number", flat=True)) == list(range(1, version + 1))
    assert board.events.filter(kind=Kind.IMPORTED).count() <= 3  # the last one adds nothing

"""A board with a past that is quickly told."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from board.models import Card
from flow.metrics.ledger.rebuilds import rebuild


@pytest.fixture
def ago():
    """The clock, so many days before now: `with ago(3): ...`."""
    return lambda days: time_machine.travel(timezone.now() - timedelta(days=days), tick=False)


@pytest.fixture
def finish(board, build, done, card_in, ada, ago):
    """A card that took so many days and finished so many days ago: `finish(took=3, before=5)`."""

    def make(*, took: int, before: int = 2, **facts) -> Card:
        with ago(before + took - 1):
            card = card_in(build, **facts)
        with ago(before):
            return card.move_to(done, by=ada)

    return make


@pytest.fixture
def count(board):
    """Let flow count what has happened."""
    return lambda: rebuild(board.pk)


@pytest.fixture
def look(browser_of, grace):
    """A page of the board's flow, as Grace sees it: `look("charts/wip/", days=30)`."""

    def at(page: str = "", by=grace, **asked):
        return browser_of(by).get(f"/boards/SLU/flow/{page}", asked)

    return at

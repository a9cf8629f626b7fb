"""Harbour with a past, and a clock that can be put on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from flow.alerts.models import Alert, How, Preference
from flow.alerts.scans import scan
from flow.metrics.ledger.digests import catch_up
from tests.board.api.conftest import api, calls
from tests.flow.pages.conftest import ago

__all__ = ["ago", "api", "calls"]

TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def watch(board):
    """Let flow count and look the board over; gives what stands: `[("aging", 1), ...]`."""

    def look() -> list[tuple[str, int | None]]:
        catch_up(board.pk)
        scan(board.pk)
        standing = Alert.objects.of(board).standing().select_related("card")
        return sorted((alert.kind, alert.card and alert.card.number) for alert in standing)

    return look


@pytest.fixture
def on():
    """The clock, so many days from now: `with on(3): ...`."""
    return lambda days: time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


@pytest.fixture
def paced(board, build, ada):
    """Build at a pace of 2, 3, 5 and 8 days; nothing else is expected."""
    return build.set_pace([2, 3, 5, 8], by=ada)


@pytest.fixture
def outbox(settings):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"


@pytest.fixture
def clock():
    """The clock, so many hours after Tuesday at seven: `with clock(1): ...`."""
    return lambda hours: time_machine.travel(TUESDAY + timedelta(hours=hours), tick=False)


@pytest.fixture
def early(clock, board):
    """It is Tuesday at seven, and the board is some days old."""
    type(board).objects.update(made_at=TUESDAY - timedelta(days=30))
    board.memberships.update(since=TUESDAY - timedelta(days=30))
    with clock(0):
        yield


@pytest.fixture
def wish(board):
    def say(person, how=How.AT_ONCE, **facts):
        since = TUESDAY - timedelta(days=90)
        return Preference.objects.say(board, person, how=how, since=since, **facts)

    return say


@pytest.fixture
def old_card(board, paced, card_in, build, clock, watch):
    """SLU-1 is five days old, and its alert is raised."""

    def make(**facts):
        with clock(-24 * 4):
            card = card_in(build, title="Chart the harbour", **facts)
        watch()
        return card

    return make

"""Harbour with a past, and a clock that can be put on."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from flow.alerts.models import Alert
from flow.alerts.scanning import scan
from flow.metrics.facts.digesting import catch_up
from tests.board.api.conftest import api, calls
from tests.flow.pages.conftest import ago

__all__ = ["ago", "api", "calls"]


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

"""The figures and the target of a board at one moment, for the retrospective that is opened then.

They are of the last 14 complete days and of the 14 before, as the pages show them at that moment.
"""

from datetime import datetime, timedelta
from typing import Any

from board.models import Board
from flow.experiments.models import Target
from flow.metrics.figures import Figure, figures
from flow.metrics.ledger.digests import catch_up_if_quick
from flow.metrics.reports import DayWindow

DAYS = 14


def frozen(board: Board, now: datetime) -> dict[str, dict[str, Any]]:
    """Each figure by its name: title, unit, direction, its value now and before, and of how many."""
    catch_up_if_quick(board)
    window = DayWindow.of(board, days=DAYS, now=now)
    last = window.first - timedelta(1)
    before = DayWindow(last - timedelta(DAYS - 1), last)
    return {name: _frozen(board, each, window, before) for name, each in figures().items()}


def frozen_target(board: Board, now: datetime) -> dict[str, Any] | None:
    """The open target of a board and where it is; None if there is none."""
    target = Target.objects.of(board).open().first()
    if target is None:
        return None
    target.board = board
    seen = target.measured(now)
    return {
        "id": target.pk,
        "metric": target.metric,
        "title": target.title,
        "unit": target.unit,
        "baseline": target.baseline,
        "to": target.to,
        "by": target.by_day.isoformat(),
        "value": seen.value,
        "n": seen.n,
        "why": str(seen.why),
        "is_met": target.is_met_by(seen.value),
    }


def _frozen(board: Board, figure: Figure, window: DayWindow, before: DayWindow) -> dict[str, Any]:
    now, earlier = figure.ask(board, window), figure.ask(board, before)
    return {
        "title": str(figure.title),
        "unit": figure.unit,
        "better": figure.better,
        "value": now.value,
        "n": now.n,
        "why": str(now.why),
        "from": window.first.isoformat(),
        "to": window.last.isoformat(),
        "before": earlier.value,
    }

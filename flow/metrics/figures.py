"""The figures of a board: each number that Sluice computes, by its name.

An app says on its AppConfig, as `figures`, the path of its figures. Tiles, targets, experiments and
retrospectives ask them here, so that a name means one number everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from statistics import fmean
from typing import Any, Literal

from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board.models import Board
from flow.metrics.reports import DayWindow, Flow

A_DAY, A_WEEK = timedelta(days=1), 7


@dataclass(frozen=True)
class FigureValue:
    """A figure in some days: its value, its number of cases, and without a value the reason."""

    value: float | None
    n: int
    why: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with a name, a title, a unit and the direction in which it gets better.

    `ask` is a function of a board and some days. `leads` says that it moves within days, so that a
    target is best set on it; `confirms` that it is one of the five measures of delivery, which move
    late.
    """

    name: str
    title: Any
    unit: str
    better: Literal["more", "less"]
    ask: Callable[[Board, DayWindow], FigureValue]
    leads: bool = False
    confirms: bool = False


@cache
def figures() -> dict[str, Figure]:
    """Each figure of the installed apps by its name: what leads first, what confirms last."""
    paths = [path for config in apps.get_app_configs() if (path := getattr(config, "figures", ""))]
    named: list[Figure] = [each for path in paths for each in import_string(path)]
    return {
        each.name: each for each in sorted(named, key=lambda each: (each.confirms, not each.leads))
    }


def _cycle_time(board: Board, window: DayWindow) -> FigureValue:
    times = Flow(board, window).cycle_times()
    return _known(times.percentiles.get(50), times.count, _("No card finished in these days."))


def _throughput(board: Board, window: DayWindow) -> FigureValue:
    total = Flow(board, window).throughput().total
    return FigureValue(total / len(window.days) * A_WEEK, total)


def _wip(board: Board, window: DayWindow) -> FigureValue:
    days = [day.wip for day in Flow(board, window).wip()]
    return _known(fmean(days) if days else None, len(days), _("The board is younger."))


def _efficiency(board: Board, window: DayWindow) -> FigureValue:
    efficiency = Flow(board, window).efficiency()
    share = None if efficiency.value is None else 100 * efficiency.value
    return _known(share, efficiency.cards, _("No card finished in these days."))


def _blocked_time(board: Board, window: DayWindow) -> FigureValue:
    efficiency = Flow(board, window).efficiency()
    days = efficiency.blocked / A_DAY / efficiency.cards if efficiency.cards else None
    return _known(days, efficiency.cards, _("No card finished in these days."))


def _within_target(board: Board, window: DayWindow) -> FigureValue:
    batches = Flow(board, window).batches()
    if batches.target_days is None:
        return FigureValue(None, 0, _("This board has no target days of a card."))
    return _known(batches.share, batches.finished, _("No card finished in these days."))


def _known(value: float | None, n: int, why: str) -> FigureValue:
    return FigureValue(value, n, why if value is None else "")


FIGURES = (
    Figure(
        "cycle_time",
        _later("Cycle time of a card, median"),
        "days",
        "less",
        _cycle_time,
        leads=True,
    ),
    Figure("wip", _later("Cards in progress, on average"), "cards", "less", _wip, leads=True),
    Figure(
        "blocked_time",
        _later("Time a finished card was blocked, on average"),
        "days",
        "less",
        _blocked_time,
        leads=True,
    ),
    Figure("throughput", _later("Cards finished in a week"), "cards", "more", _throughput),
    Figure("efficiency", _later("Flow efficiency"), "%", "more", _efficiency),
    Figure(
        "within_target",
        _later("Share of cards finished within the target days"),
        "%",
        "more",
        _within_target,
    ),
)

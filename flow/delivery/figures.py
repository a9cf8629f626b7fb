"""The figures of delivery: the five measures, which confirm, and the signs that lead them."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board.models import Board
from flow.delivery.measures.figure import DeliveryFigure
from flow.delivery.of_cards import development_times
from flow.delivery.readings import Delivered, DeliveryScope
from flow.delivery.trunk_signs import TrunkSigns
from flow.metrics.figures import Figure, FigureValue
from flow.metrics.reports import DayWindow

Ask = Callable[[Board, DayWindow], FigureValue]


def _measure(name: str) -> Ask:
    def ask(board: Board, window: DayWindow) -> FigureValue:
        return _value(Delivered(DeliveryScope(board), window).measures[name])

    return ask


def _sign(name: str) -> Ask:
    def ask(board: Board, window: DayWindow) -> FigureValue:
        return _value(TrunkSigns(board, window).figures[name])

    return ask


def _small_changes(board: Board, window: DayWindow) -> FigureValue:
    scope = DeliveryScope(board)
    if why := scope.why_none:
        return FigureValue(None, 0, why)
    sizes = Delivered(scope, window).sizes
    known = sizes.changes - sizes.not_known
    why = _("No change whose size is known came in these days.")
    return FigureValue(sizes.share_small, known, why if sizes.share_small is None else "")


def _development_cycle_time(board: Board, window: DayWindow) -> FigureValue:
    times = development_times(board, window)
    why = (
        ""
        if times.days
        else _("No finished card has had all its changes deployed to production in these days.")
    )
    return FigureValue(times.percentiles.get(50), len(times.days), why)


def _value(figure: DeliveryFigure) -> FigureValue:
    return FigureValue(figure.value, figure.n, figure.why)


FIGURES = (
    Figure(
        "small_changes",
        _later("Share of changes that are small"),
        "%",
        "more",
        _small_changes,
        leads=True,
    ),
    Figure(
        "development_cycle_time",
        _later("Development cycle time of a card, median"),
        "days",
        "less",
        _development_cycle_time,
        leads=True,
    ),
    Figure(
        "age_at_merge",
        _later("Age of a pull request when merged, median"),
        "hours",
        "less",
        _sign("age_at_merge"),
        leads=True,
    ),
    Figure(
        "red_to_green",
        _later("Time of a trunk from red to green, median"),
        "hours",
        "less",
        _sign("red_to_green"),
        leads=True,
    ),
    Figure(
        "green_at_first",
        _later("Share of builds that are green at the first attempt"),
        "%",
        "more",
        _sign("green_at_first"),
        leads=True,
    ),
    Figure(
        "changes_a_day",
        _later("Changes to the trunk in a day"),
        "per day",
        "more",
        _sign("changes_a_day"),
        leads=True,
    ),
    Figure(
        "deployment_frequency",
        _later("Deployment frequency"),
        "per day",
        "more",
        _measure("deployment_frequency"),
        confirms=True,
    ),
    Figure(
        "change_lead_time",
        _later("Change lead time, median"),
        "hours",
        "less",
        _measure("change_lead_time"),
        confirms=True,
    ),
    Figure(
        "change_fail_rate",
        _later("Change fail rate"),
        "%",
        "less",
        _measure("change_fail_rate"),
        confirms=True,
    ),
    Figure(
        "failed_deployment_recovery_time",
        _later("Failed deployment recovery time, median"),
        "hours",
        "less",
        _measure("failed_deployment_recovery_time"),
        confirms=True,
    ),
    Figure(
        "deployment_rework_rate",
        _later("Deployment rework rate"),
        "%",
        "less",
        _measure("deployment_rework_rate"),
        confirms=True,
    ),
)

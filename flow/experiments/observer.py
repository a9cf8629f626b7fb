"""The observations of Sluice itself: the figures of the board since the first day of an experiment."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from board.each_apart import each_apart
from flow.experiments.models import Experiment
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.shown import one
from flow.metrics.figures import FigureValue
from flow.metrics.ledger.digests import catch_up_if_quick
from flow.metrics.reports import DayWindow

A_DAY = timedelta(days=1)


def observe_running() -> None:
    """Write down the total up to yesterday of each experiment that runs, once a day."""
    experiments = Experiment.objects.to_observe(timezone.now().date() + A_DAY)
    each_apart(experiments.select_related("board"), _observe)


def _observe(experiment: Experiment) -> None:
    row = one(experiment)
    if (
        row.state not in (ExperimentState.RUNNING, ExperimentState.ENDED)
        or row.first is None
        or row.last is None
    ):
        return
    first, last = row.first, min(row.last, row.today - A_DAY)
    if last < first:
        return
    seen = measured(experiment, first, last)
    if seen.value is not None:
        end = datetime.combine(last + A_DAY, time(), experiment.board.zone)
        experiment.observe(f"sluice {last}", by=None, at=end, n=seen.n, value=seen.value)


def measured(experiment: Experiment, first: date, last: date) -> FigureValue:
    """The figure of an experiment in these days."""
    figure = experiment.figure
    if figure is None:
        return FigureValue(None, 0, "")
    catch_up_if_quick(experiment.board)
    return figure.ask(experiment.board, DayWindow(first, last))

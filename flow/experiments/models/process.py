"""An experiment about how the team works: it takes its metric and criteria from the target."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flow.experiments.models.target import Target

if TYPE_CHECKING:
    from flow.experiments.models.experiment import Experiment

USUAL_LENGTH = timedelta(days=14)


def target_of(experiment: "Experiment") -> Target | None:
    """The target that it names, if its board has it."""
    if experiment.target is None:
        return None
    return Target.objects.of(experiment.board).filter(pk=experiment.target).first()


def fill(experiment: "Experiment") -> None:
    """Give an experiment of a target what it does not say itself.

    Metric, unit, direction, baseline and sample are those of the target; success is the target,
    failure that nothing has changed; it is compared before and after, for 14 days from today.
    """
    target = target_of(experiment)
    if target is None:
        return
    first = experiment.starts_on or experiment.today
    proposed = {
        "metric_name": target.title,
        "unit": target.unit,
        "better": target.better,
        "source": target.metric,
        "method": "before_after",
        "baseline": target.baseline,
        "success_at": target.to,
        "failure_at": None if target.is_met_by(target.baseline) else target.baseline,
        "sample": max(1, target.baseline_n),
        "starts_on": first,
        "ends_on": first + USUAL_LENGTH,
    }
    if experiment.metric_name and experiment.source != target.metric:
        del proposed["source"]  # it observes something else
    for name, value in proposed.items():
        if getattr(experiment, name) in ("", None):
            setattr(experiment, name, value)

"""The refusals of an experiment, by name."""

from board.models import Refusal


class CriteriaLocked(Refusal):
    """The work has started: what was decided beforehand stays as it is."""

    code = "criteria_locked"


class ExperimentNotReady(Refusal):
    """Criteria are missing: without them nothing can be observed or closed."""

    code = "experiment_not_ready"


class TooEarly(Refusal):
    """The last day of the experiment has not come."""

    code = "too_early"


class AlreadyRunning(Refusal):
    """Another experiment runs for the same card, flag or target."""

    code = "already_running"


class NoMoreReruns(Refusal):
    """The experiment has been run again as often as it may be."""

    code = "no_more_reruns"


class TargetOpen(Refusal):
    """The board has an open target: one at a time."""

    code = "target_open"

from flow.experiments.models.experiment import Decision, Experiment, Method
from flow.experiments.models.lock import Lock, locks_of
from flow.experiments.models.observation import Observation, Variant
from flow.experiments.models.target import Became, Target, TargetObstacle

__all__ = [
    "Became",
    "Decision",
    "Experiment",
    "Lock",
    "Method",
    "Observation",
    "Target",
    "TargetObstacle",
    "Variant",
    "locks_of",
]

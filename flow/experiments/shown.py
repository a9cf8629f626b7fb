"""The experiments on pages, in the API and in mails, as plain values, computed in one way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from board.models import Board
from flow.experiments.models import Experiment, Lock, Observation, locks_of
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.verdicts import Found, Reading
from flow.experiments.words import VERDICTS, amount, verdict_says


@dataclass(frozen=True)
class ShownExperiment:
    """An experiment with all that is derived of it."""

    experiment: Experiment
    lock: Lock | None
    state: ExperimentState
    reading: Reading | None
    today: date

    @property
    def z(self) -> float | None:
        return self.reading.comparison.z if self.reading and self.reading.comparison else None

    @property
    def p_value(self) -> float | None:
        comparison = self.reading and self.reading.comparison
        return comparison.p_value if comparison else None

    @property
    def explanation(self) -> str:
        return verdict_says(self)

    @property
    def verdict_word(self) -> str:
        """The verdict as a word."""
        verdict = self.experiment.verdict
        return str(VERDICTS[Found(verdict)]) if verdict else ""

    @cached_property
    def time_box(self) -> tuple[date, date] | None:
        return self.experiment.time_box(self.lock)

    @property
    def first(self) -> date | None:
        """The day on which it begins; None as long as its flag is at 0 %."""
        return self.time_box[0] if self.time_box else None

    @property
    def last(self) -> date | None:
        return self.time_box[1] if self.time_box else None

    @property
    def is_early(self) -> bool:
        """Whether its last day has not come."""
        return self.last is None or self.today < self.last

    @property
    def days_long(self) -> int | None:
        """How long it runs."""
        each = self.experiment
        return (each.ends_on - each.starts_on).days if each.starts_on and each.ends_on else None

    @property
    def baseline(self) -> str:
        return amount(self.experiment.baseline, self.experiment.unit)

    @property
    def success(self) -> str:
        return amount(self.experiment.success_at, self.experiment.unit)

    @property
    def failure(self) -> str:
        return amount(self.experiment.failure_at, self.experiment.unit)


def shown(
    board: Board, experiments: Sequence[Experiment], today: date | None = None
) -> list[ShownExperiment]:
    """These experiments of a board, in four statements however many there are."""
    today = today or board.day_of(timezone.now())
    for each in experiments:
        each.board = board
    locks = locks_of(board, experiments)
    totals = Observation.objects.totals_of(experiments) if experiments else {}
    return [
        ShownExperiment(
            each,
            locks.get(each.pk),
            each.state(locks.get(each.pk), today),
            each.reading(totals[each.pk]),
            today,
        )
        for each in experiments
    ]


def one(experiment: Experiment) -> ShownExperiment:
    [row] = shown(experiment.board, [experiment])
    return row

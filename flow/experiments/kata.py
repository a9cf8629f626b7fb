"""The five questions of the improvement kata, answered for a target by what the board knows now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from board.models import Board
from flow.experiments.models import Experiment, Target, TargetObstacle
from flow.experiments.plot import WeeklyPlot, weekly_plot
from flow.experiments.shown import ShownExperiment, shown
from flow.experiments.words import amount
from flow.metrics.figures import Figure, FigureValue, figures
from flow.metrics.reports import DayWindow

WEEKS, A_WEEK = 8, 7


@dataclass(frozen=True)
class WeekSeen:
    """The figure in seven complete days."""

    first: date
    last: date
    seen: FigureValue
    says: str


@dataclass(frozen=True)
class Confirmation:
    """One of the five measures of delivery, next to a target."""

    figure: Figure
    says: str
    why: str


@dataclass(frozen=True)
class TargetShown:
    """A target as the page shows it. Each figure is read once."""

    target: Target
    today: date

    @classmethod
    def of(cls, target: Target) -> "TargetShown":
        return cls(target, target.board.day_of(timezone.now()))

    @cached_property
    def now(self) -> FigureValue:
        return self.target.measured()

    @cached_property
    def weeks(self) -> list[WeekSeen]:
        """The last eight times seven complete days, the earliest first."""
        figure, board = self.target.figure, self.target.board
        if figure is None:
            return []
        weeks = []
        for nth in range(WEEKS, 0, -1):
            first = self.today - timedelta(nth * A_WEEK)
            last = first + timedelta(A_WEEK - 1)
            seen = figure.ask(board, DayWindow(first, last))
            weeks.append(WeekSeen(first, last, seen, self.amount(seen.value)))
        return weeks

    @property
    def last_week(self) -> WeekSeen | None:
        return self.weeks[-1] if self.weeks else None

    @cached_property
    def plot(self) -> WeeklyPlot | None:
        return weekly_plot(self.target, self.weeks)

    @cached_property
    def obstacles(self) -> list[TargetObstacle]:
        """Return the open obstacles, the current one first."""
        open_ones = [each for each in self.target.obstacles.all() if each.overcome_at is None]
        return sorted(open_ones, key=lambda each: not each.is_taken)

    @property
    def overcome(self) -> list[TargetObstacle]:
        return [each for each in self.target.obstacles.all() if each.overcome_at is not None]

    @cached_property
    def steps(self) -> list[ShownExperiment]:
        """Its experiments, the last one first."""
        experiments = Experiment.objects.of_target(self.target).with_nouns()
        return shown(self.target.board, list(experiments), self.today)

    @property
    def next_step(self) -> ShownExperiment | None:
        """The experiment that is not closed yet."""
        return next((row for row in self.steps if row.experiment.closed_at is None), None)

    @property
    def last_step(self) -> ShownExperiment | None:
        """The experiment that was closed last."""
        return next((row for row in self.steps if row.experiment.closed_at is not None), None)

    @cached_property
    def confirmations(self) -> list[Confirmation]:
        """The five measures of delivery in the last 28 complete days, except what it is about."""
        board = self.target.board
        window = DayWindow.of(board, days=28)
        confirmations = []
        for figure in figures().values():
            if figure.confirms and figure.name != self.target.metric:
                seen = figure.ask(board, window)
                confirmations.append(
                    Confirmation(figure, amount(seen.value, figure.unit), seen.why)
                )
        return confirmations

    @property
    def is_met(self) -> bool:
        return self.target.is_met_by(self.now.value)

    @property
    def confirms(self) -> bool:
        """Whether it is one of the five measures, which move late."""
        return bool(self.target.figure and self.target.figure.confirms)

    @property
    def days_left(self) -> int:
        return (self.target.by_day - self.today).days

    @property
    def baseline(self) -> str:
        return self.amount(self.target.baseline)

    @property
    def actual(self) -> str:
        return self.amount(self.now.value)

    @property
    def goal(self) -> str:
        return self.amount(self.target.to)

    def amount(self, value: float | None) -> str:
        return amount(value, self.target.unit)


@dataclass(frozen=True)
class PastTarget:
    """A target that has ended, in words."""

    target: Target
    baseline: str
    goal: str
    ended: str


def past_targets(board: Board) -> Sequence[PastTarget]:
    """The targets of a board that have ended, the last one first, in three statements."""
    rows = []
    for target in Target.objects.of(board).ended().with_people():
        values = (target.baseline, target.to, target.ended_value)
        rows.append(PastTarget(target, *(amount(value, target.unit) for value in values)))
    return rows

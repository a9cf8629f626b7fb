"""The chart of an experiment: its observations against the thresholds, as plain coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flow.experiments.models import Experiment, Observation, Target, Variant
from flow.experiments.words import amount

if TYPE_CHECKING:
    from flow.experiments.kata import WeekSeen

LEFT, RIGHT, TOP, BOTTOM, FOOT = 20, 520, 36, 210, 235
ABOVE, BELOW = -10, 18  # where a word stands beside its mark


@dataclass(frozen=True)
class Mark:
    """An observation in the drawing."""

    x: float
    y: float
    says: str


@dataclass(frozen=True)
class ThresholdLine:
    """A threshold in the drawing."""

    y: float
    says: str
    kind: str


@dataclass(frozen=True)
class Band:
    """A part of the drawing: where a threshold is met."""

    top: float
    height: float


@dataclass(frozen=True)
class Plot:
    """The drawing: dots for cases with the change, squares for cases without it."""

    treatment: list[Mark]
    control: list[Mark]
    rules: list[ThresholdLine]
    success: Band
    failure: Band
    first: datetime
    last: datetime

    @property
    def ends(self) -> list[Mark]:
        """A word for the last mark of each variant: above the upper one, below the lower one."""
        with_it, without = str(Variant.TREATMENT.label), str(Variant.CONTROL.label)
        named = ((self.treatment, with_it), (self.control, without))
        ends = [(marks[-1], word) for marks, word in named if marks and self.control]
        lowest = max((mark.y for mark, _word in ends), default=0)
        return [
            Mark(mark.x, mark.y + (BELOW if mark.y == lowest else ABOVE), f"{word}, {mark.says}")
            for mark, word in ends
        ]

    @staticmethod
    def way(marks: Sequence[Mark]) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in marks)

    @property
    def treatment_way(self) -> str:
        return self.way(self.treatment)

    @property
    def control_way(self) -> str:
        return self.way(self.control)


def plot(experiment: Experiment, seen: Sequence[Observation]) -> Plot | None:
    """The drawing of these observations, in order; None where there is nothing to draw."""
    drawn = [(each, each.total.result) for each in seen]
    results = [(each, result) for each, result in drawn if result is not None]
    success, failure = experiment.success_at, experiment.failure_at
    if not results or success is None or failure is None:
        return None
    values = [result for _each, result in results] + [success, failure]
    low, high = min(values), max(values)
    first, last = results[0][0].at, results[-1][0].at

    def x(at: datetime) -> float:
        whole = (last - first).total_seconds()
        return round(
            LEFT + (RIGHT - LEFT) * ((at - first).total_seconds() / whole if whole else 1), 1
        )

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)

    def marks(variant: Variant) -> list[Mark]:
        return [
            Mark(x(each.at), y(result), amount(result, experiment.unit))
            for each, result in results
            if each.variant == variant
        ]

    rules = [
        ThresholdLine(y(success), amount(success, experiment.unit), "success"),
        ThresholdLine(y(failure), amount(failure, experiment.unit), "failure"),
    ]
    above, below = Band(0, min(y(success), y(failure))), max(y(success), y(failure))
    bands = [above, Band(below, FOOT - below)]
    met, failed = bands if success > failure else reversed(bands)
    return Plot(marks(Variant.TREATMENT), marks(Variant.CONTROL), rules, met, failed, first, last)


@dataclass(frozen=True)
class WeekMark:
    """A week in the drawing of a target, with the day on which it begins."""

    mark: Mark
    week: "WeekSeen"


@dataclass(frozen=True)
class WeeklyPlot:
    """The weeks of a target against its baseline and where it is to be; a gap where nothing is known."""

    marks: list[WeekMark]
    ways: list[str]
    rules: list[ThresholdLine]


def weekly_plot(target: Target, weeks: "Sequence[WeekSeen]") -> WeeklyPlot | None:
    """The drawing of these weeks, in order; None where there is nothing to draw."""
    known = [week.seen.value for week in weeks if week.seen.value is not None]
    if not known:
        return None
    rules = {"target": target.to, "baseline": target.baseline}
    values = [*known, 0, *(value for value in rules.values() if value is not None)]
    low, high = min(values), max(values)
    high = high if high > low else low + 1

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)

    marks: list[WeekMark] = []
    ways: list[list[Mark]] = []
    way: list[Mark] = []
    for nth, week in enumerate(weeks):
        if week.seen.value is None:
            ways, way = [*ways, way], []
            continue
        x = round(LEFT + (RIGHT - LEFT) * (nth + 0.5) / len(weeks), 1)
        mark = Mark(x, y(week.seen.value), week.says)
        marks.append(WeekMark(mark, week))
        way = [*way, mark]
    lines = [Plot.way(each) for each in [*ways, way] if len(each) > 1]
    drawn = [
        ThresholdLine(y(value), amount(value, target.unit), kind)
        for kind, value in rules.items()
        if value is not None
    ]
    return WeeklyPlot(marks, lines, drawn)

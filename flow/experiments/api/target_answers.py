"""The answers of the API about a target and its obstacles."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from flow.experiments.models import Experiment, Target, TargetObstacle
from flow.metrics.figures import FigureValue


class MeasuredAnswer(BaseModel):
    """A figure in some days, both counted."""

    value: float | None
    n: int = Field(description="Of how many cases.")
    why: str | None = Field(description="Why there is no value.")


class BaselineAnswer(BaseModel):
    """The values behind the baseline; it never changes."""

    first: date
    last: date
    n: int
    why: str | None


class ObstacleAnswer(BaseModel):
    id: int
    text: str
    note: str | None
    taken: bool
    overcome: bool


class TargetAnswer(BaseModel):
    """Where a team wants one figure to be by a day, and where it is."""

    id: int
    revision: int
    metric: str
    title: str
    unit: str
    better: str
    baseline: float | None = Field(
        description="In the 14 complete days before it was set. Frozen; null: nothing was known."
    )
    baseline_of: BaselineAnswer
    to: float
    by: date
    why: str | None
    now: MeasuredAnswer | None = Field(
        description="In the last 14 complete days; null once it has ended."
    )
    is_met: bool = Field(description="Whether the figure is as good as the target, or better.")
    confirms: bool = Field(
        description="Whether it is one of the five measures of delivery, which move late."
    )
    obstacles: list[ObstacleAnswer]
    experiments: list[int] = Field(description="The ids of its experiments, the last one first.")
    made_at: datetime
    made_by: str | None
    ended_at: datetime | None
    became: str | None
    ended_value: float | None = Field(description="What the figure was when it ended.")
    note: str | None


def answer(target: Target) -> TargetAnswer:
    return answer_among(target, Experiment.objects.of_targets(target.board))


def answer_among(target: Target, experiments: dict[int, list[int]]) -> TargetAnswer:
    now = target.measured() if target.ended_at is None else None
    value = target.ended_value if now is None else now.value
    return TargetAnswer(
        id=target.pk,
        revision=target.revision,
        metric=target.metric,
        title=target.title,
        unit=target.unit,
        better=target.better,
        baseline=target.baseline,
        baseline_of=BaselineAnswer(
            first=target.baseline_first,
            last=target.baseline_last,
            n=target.baseline_n,
            why=target.baseline_why or None,
        ),
        to=target.to,
        by=target.by_day,
        why=target.why or None,
        now=None if now is None else _measured(now),
        is_met=target.is_met_by(value),
        confirms=bool(target.figure and target.figure.confirms),
        obstacles=[obstacle_answer(each) for each in target.obstacles.all()],
        experiments=experiments.get(target.pk, []),
        made_at=target.made_at,
        made_by=target.made_by.email if target.made_by else None,
        ended_at=target.ended_at,
        became=target.became or None,
        ended_value=target.ended_value,
        note=target.note or None,
    )


def _measured(figure: FigureValue) -> MeasuredAnswer:
    return MeasuredAnswer(value=figure.value, n=figure.n, why=figure.why or None)


def obstacle_answer(each: TargetObstacle) -> ObstacleAnswer:
    return ObstacleAnswer(
        id=each.pk,
        text=each.text,
        note=each.note or None,
        taken=each.is_taken,
        overcome=each.overcome_at is not None,
    )

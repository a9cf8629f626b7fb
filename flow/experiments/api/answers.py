"""The answers of the API about an experiment."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from board.models import Board
from flow.experiments.models import Experiment, Observation
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.shown import ShownExperiment, one


class LockAnswer(BaseModel):
    """Since when the criteria hold."""

    at: datetime
    by: str | None = Field(description="An e-mail address; null is a program of the board itself.")
    because: str


class ExperimentAnswer(BaseModel):
    """A prediction, what was observed so far, and what became of it."""

    model_config = ConfigDict(use_enum_values=True)

    id: int
    number: int
    revision: int
    kind: Literal["product", "process"] = Field(
        description="Process: it is about how the team works, for a target."
    )
    state: ExperimentState
    sentence: str
    missing: list[str] = Field(description="What is required before it starts, and is missing.")
    change: str | None
    outcome: str | None
    reason: str | None
    metric: dict[str, str] | None
    method: str | None
    baseline: float | None
    success_at: float | None
    failure_at: float | None
    sample: int | None
    starts_on: date | None
    ends_on: date | None
    runs_from: date | None = Field(
        description="With a flag its days begin when it first leaves 0 % in production: null until then."
    )
    runs_to: date | None
    card: int | None
    flag: str | None
    target: int | None
    confounders: str | None
    locked: LockAnswer | None
    value: float | None = Field(
        description="The rate in %, or the value, of those with the change."
    )
    control: float | None = Field(description="The same of those without it.")
    sample_reached: bool
    z: float | None = Field(description="Of the two-proportion z-test, for an A/B test.")
    p_value: float | None
    verdict: str | None = Field(description="Null until it is closed.")
    explanation: str = Field(description="The verdict, or what it would be now, in a sentence.")
    stopped_early: str | None
    decision: str | None
    learning: str | None
    next: str | None
    rerun_of: int | None = Field(description="The id of the experiment that it repeats.")
    made_at: datetime
    made_by: str | None
    closed_at: datetime | None
    decided_at: datetime | None


class ObservationAnswer(BaseModel):
    id: str
    at: datetime
    variant: str
    n: int | None
    hits: int | None
    value: float | None


def answer(board: Board, experiment: Experiment) -> ExperimentAnswer:
    experiment.board = board
    return row_answer(one(experiment))


def row_answer(row: ShownExperiment) -> ExperimentAnswer:
    each, reading = row.experiment, row.reading
    metric = {
        "name": each.metric_name,
        "unit": each.unit,
        "better": each.better,
        "source": each.source,
    }
    return ExperimentAnswer(
        id=each.pk,
        number=each.number,
        revision=each.revision,
        kind="product" if each.target is None else "process",
        state=row.state,
        sentence=each.sentence,
        missing=each.missing_names,
        change=each.change or None,
        outcome=each.outcome or None,
        reason=each.reason or None,
        metric={name: value for name, value in metric.items() if value} or None,
        method=each.method or None,
        baseline=each.baseline,
        success_at=each.success_at,
        failure_at=each.failure_at,
        sample=each.sample,
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        runs_from=row.first,
        runs_to=row.last,
        card=each.card.number if each.card else None,
        flag=each.flag or None,
        target=each.target,
        confounders=each.confounders or None,
        locked=_lock(row),
        value=reading.value if reading else None,
        control=reading.control if reading else None,
        sample_reached=bool(reading and reading.sample_reached),
        z=row.z,
        p_value=row.p_value,
        verdict=each.verdict or None,
        explanation=row.explanation,
        stopped_early=each.stopped_early or None,
        decision=each.decision or None,
        learning=each.learning or None,
        next=each.next_step or None,
        rerun_of=each.rerun_of_id,
        made_at=each.made_at,
        made_by=each.made_by.email if each.made_by else None,
        closed_at=each.closed_at,
        decided_at=each.decided_at,
    )


def _lock(row: ShownExperiment) -> LockAnswer | None:
    if row.lock is None:
        return None
    by = row.lock.by.email if row.lock.by else None
    return LockAnswer(at=row.lock.at, by=by, because=row.lock.because)


def observed(kept: Observation) -> ObservationAnswer:
    return ObservationAnswer(
        id=kept.external_id,
        at=kept.at,
        variant=kept.variant,
        n=kept.n,
        hits=kept.hits,
        value=kept.value,
    )

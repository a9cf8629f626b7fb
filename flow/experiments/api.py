"""The experiments of a board, for programs."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from board.access import editable_board, visible_board
from board.api.answers.pages import Page, PageNumber, page_of_items
from board.api.queries import Query
from board.api.replays import done_before
from board.api.terms import keyed
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    Count,
    Day,
    Expected,
    Id,
    IdempotencyKey,
    Line,
    Number,
    RequestBody,
    Text,
    example,
)
from board.models import Board, Card
from flow.experiments.access import editable_experiment, visible_experiment
from flow.experiments.models import Experiment, Observation
from flow.experiments.models.experiment import (
    LONGEST_LEARNING,
    LONGEST_SENTENCE,
    Decision,
    ExperimentState,
    Method,
)
from flow.experiments.shown import ShownExperiment, one, shown
from flow.experiments.verdicts import Better, Found
from flow.metrics.figures import figures

router = Router(tags=["Experiments"])

Sentence = Annotated[Text, StringConstraints(max_length=LONGEST_SENTENCE)]
Story = Annotated[Text, StringConstraints(max_length=LONGEST_LEARNING)]
FigureName = Annotated[
    Line, StringConstraints(max_length=40), Field(json_schema_extra={"enum": [*figures()]})
]
Value = Annotated[float, Strict(), Field(allow_inf_nan=False)]
OUR_NAME = {"control": "control", "off": "control", "treatment": "treatment", "on": "treatment"}


class MetricAsked(RequestBody):
    """What is measured, in which unit, and in which direction it gets better."""

    name: Annotated[Text, StringConstraints(max_length=200)] | None = None
    unit: Annotated[Text, StringConstraints(max_length=40)] | None = None
    better: Better | None = None
    source: FigureName | None = Field(
        default=None, description="A figure that Sluice observes by itself, once a day."
    )


class ExperimentAsked(RequestBody):
    """What is predicted. A part that is missing makes it a draft; null takes a part away."""

    model_config = example(
        change="paying in three instalments",
        outcome="more finished bookings",
        reason="skippers stop at 1,240 € at once",
        metric={"name": "bookings finished", "unit": "%", "better": "more"},
        method="ab",
        baseline=41,
        success_at=46,
        failure_at=42,
        sample=400,
        starts_on="2026-11-26",
        ends_on="2026-12-10",
    )

    change: Sentence | None = None
    outcome: Sentence | None = None
    reason: Sentence | None = None
    metric: MetricAsked | None = None
    method: Method | None = None
    baseline: Value | None = None
    success_at: Value | None = None
    failure_at: Value | None = None
    sample: Number | None = Field(default=None, description="The cases of each variant.")
    starts_on: Day | None = None
    ends_on: Day | None = Field(default=None, description="7 days after `starts_on`, or later.")
    card: Number | None = Field(default=None, description="The number of a card of the board.")
    flag: Annotated[Line, StringConstraints(max_length=100)] | None = None
    target: Number | None = None
    confounders: Story | None = Field(default=None, description="Open to the end.")


class ExperimentRevision(ExperimentAsked):
    model_config = example(confounders="Winter tariffs begin", expected_revision=1)

    expected_revision: Expected = None


class ObservationAsked(RequestBody):
    """A total so far: hits of n cases, or a value. The latest of each variant counts."""

    model_config = example(id="2026-11-29", variant="treatment", n=178, hits=84)

    id: Annotated[Line, StringConstraints(max_length=200)] = Field(
        description="Made by the client; the same id again changes nothing."
    )
    at: datetime | None = Field(
        default=None, description="Up to when it counts; now, if nothing is said."
    )
    variant: Literal["control", "treatment", "off", "on"] | None = None
    n: Count | None = None
    hits: Count | None = None
    value: Value | None = None


class ClosingAsked(RequestBody):
    model_config = example(stopped_early="The metric was counted wrongly")

    stopped_early: Sentence | None = Field(
        default=None, description="Why it stops before its last day."
    )


NO_REASON, NOTHING = ClosingAsked(), RequestBody()


class DecisionAsked(RequestBody):
    model_config = example(decision="keep", learning="Skippers pay if they see the next rate.")

    decision: Decision
    learning: Annotated[Line, StringConstraints(max_length=LONGEST_LEARNING)]
    confounders: Story | None = None
    next: Sentence | None = None


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
    missing: list[str] = Field(description="What is demanded before it starts and is not said.")
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


StateAsked = Annotated[ExperimentState | None, Query(None, description="Only those in this state.")]
VerdictAsked = Annotated[Found | None, Query(None, description="Only those with this verdict.")]
WordsAsked = Annotated[str, Query("", max_length=200, description="Words to find in them.")]


@router.get("/{key}/experiments", response=Page[ExperimentAnswer], summary="Experiments")
def list_experiments(
    request: ApiRequest,
    key: BoardKey,
    q: WordsAsked = "",
    state: StateAsked = None,
    verdict: VerdictAsked = None,
    page: PageNumber = 1,
):
    """The experiments of a board, the last one first."""
    board = visible_board(request.auth, key)
    found = Experiment.objects.of(board).with_nouns().saying(q.replace("\x00", ""))
    if verdict is not None:
        found = found.with_verdict(verdict)
    rows = shown(board, list(found))
    if state is not None:
        rows = [row for row in rows if row.state == state]
    return page_of_items(Page[ExperimentAnswer], rows, page, _tell)


@router.post(
    "/{key}/experiments",
    response={200: ExperimentAnswer, 201: ExperimentAnswer},
    summary="Write an experiment down",
)
def make_experiment(
    request: ApiRequest,
    key: BoardKey,
    asked: ExperimentAsked,
    idempotency_key: IdempotencyKey = None,
):
    """With criteria missing it is a draft; they are demanded before its card is pulled."""
    board = editable_board(request.auth, key)
    is_retry = done_before(request, asked, idempotency_key)
    said = {} if is_retry else _said(board, asked)
    terms = keyed(request, asked, idempotency_key)
    made = Experiment.predict(board, by=request.auth, terms=terms, **said)
    return Status(200 if is_retry else 201, _answer(board, made))


@router.get("/{key}/experiments/{id}", response=ExperimentAnswer, summary="An experiment")
def show_experiment(request: ApiRequest, key: BoardKey, id: Id):
    return _tell(one(visible_experiment(request.auth, key, id)))


@router.patch("/{key}/experiments/{id}", response=ExperimentAnswer, summary="Change an experiment")
def change_experiment(request: ApiRequest, key: BoardKey, id: Id, asked: ExperimentRevision):
    """What is named is changed. A criterion that holds is refused with `criteria_locked`."""
    experiment = editable_experiment(request.auth, key, id)
    board, said = experiment.board, _said(experiment.board, asked)
    return _answer(board, experiment.revise(by=request.auth, **said))


@router.post(
    "/{key}/experiments/{id}/observations",
    response={200: ObservationAnswer, 201: ObservationAnswer},
    summary="Observe",
)
def add_observation(request: ApiRequest, key: BoardKey, id: Id, asked: ObservationAsked):
    """201, or 200 with what is kept if the id was there before."""
    experiment = editable_experiment(request.auth, key, id)
    kept, is_new = experiment.observe(
        asked.id,
        by=request.auth,
        at=_moment(experiment.board, asked.at),
        variant=OUR_NAME[asked.variant] if asked.variant else "",
        n=asked.n,
        hits=asked.hits,
        value=asked.value,
    )
    return Status(201 if is_new else 200, _observed(kept))


@router.post("/{key}/experiments/{id}/close", response=ExperimentAnswer, summary="Close")
def close_experiment(request: ApiRequest, key: BoardKey, id: Id, asked: ClosingAsked = NO_REASON):
    """End it with the verdict of what was observed. To close it again changes nothing."""
    experiment = editable_experiment(request.auth, key, id)
    closed = experiment.close(by=request.auth, stopped_early=asked.stopped_early or "")
    return _answer(experiment.board, closed)


@router.post("/{key}/experiments/{id}/decide", response=ExperimentAnswer, summary="Decide")
def decide_experiment(request: ApiRequest, key: BoardKey, id: Id, asked: DecisionAsked):
    """What a person makes of the verdict, and what was learned."""
    experiment = editable_experiment(request.auth, key, id)
    decided = experiment.decide(
        asked.decision,
        by=request.auth,
        learning=asked.learning,
        confounders=asked.confounders,
        next_step=asked.next or "",
    )
    return _answer(experiment.board, decided)


@router.post(
    "/{key}/experiments/{id}/rerun",
    response={200: ExperimentAnswer, 201: ExperimentAnswer},
    summary="Run again",
)
def rerun_experiment(
    request: ApiRequest, key: BoardKey, id: Id, idempotency_key: IdempotencyKey = None
):
    """A new experiment with the same criteria, from today; twice at most."""
    experiment = editable_experiment(request.auth, key, id)
    is_retry = done_before(request, NOTHING, idempotency_key)
    terms = keyed(request, NOTHING, idempotency_key)
    again = experiment.rerun(by=request.auth, terms=terms)
    return Status(200 if is_retry else 201, _answer(experiment.board, again))


def _said(board: Board, asked: ExperimentAsked) -> dict[str, Any]:
    """What a request names, by the fields of the model."""
    said = {name: getattr(asked, name) for name in asked.model_fields_set}
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name == "metric":
            found |= _metric(value)
        elif name == "card":
            found["card"] = _card(board, value)
        elif name in ("change", "outcome", "reason", "method", "flag", "confounders"):
            found[name] = value or ""
        else:
            found[name] = value
    return found


def _metric(asked: MetricAsked | None) -> dict[str, str]:
    ours = {"name": "metric_name", "unit": "unit", "better": "better", "source": "source"}
    if asked is None:
        return dict.fromkeys(ours.values(), "")
    return {ours[name]: getattr(asked, name) or "" for name in asked.model_fields_set}


def _card(board: Board, number: int | None) -> Card | None:
    if number is None:
        return None
    card = board.cards.on_the_board().filter(number=number).first()
    if card is None:
        raise ValidationError({"card": _("There is no card %s on this board.") % number})
    return card


def _moment(board: Board, at: datetime | None) -> datetime | None:
    """The moment; one without a zone is by the board's clock."""
    if at is None:
        return None
    if not 2000 <= at.year <= 2100:
        raise ValidationError({"at": _("Name a day from 2000 to 2100.")})
    return at if at.tzinfo else at.replace(tzinfo=board.zone)


def _answer(board: Board, experiment: Experiment) -> ExperimentAnswer:
    experiment.board = board
    return _tell(one(experiment))


def _tell(row: ShownExperiment) -> ExperimentAnswer:
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
        metric={name: said for name, said in metric.items() if said} or None,
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


def _observed(kept: Observation) -> ObservationAnswer:
    return ObservationAnswer(
        id=kept.external_id,
        at=kept.at,
        variant=kept.variant,
        n=kept.n,
        hits=kept.hits,
        value=kept.value,
    )

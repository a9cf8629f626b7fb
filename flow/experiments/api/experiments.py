"""The experiments of a board, for programs: write down, change, observe, close, decide, run again."""

from typing import Annotated

from ninja import Router, Status

from board.access import editable_board, visible_board
from board.api.answers.pages import Page, PageNumber, page_of_items
from board.api.queries import Query
from board.api.replays import done_before
from board.api.terms import keyed
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, Id, IdempotencyKey, RequestBody
from flow.experiments.access import editable_experiment, visible_experiment
from flow.experiments.api.answers import (
    ExperimentAnswer,
    ObservationAnswer,
    answer,
    observed,
    row_answer,
)
from flow.experiments.api.requests import (
    ClosingAsked,
    DecisionAsked,
    ExperimentAsked,
    ExperimentRevision,
    ObservationAsked,
    facts_of,
    moment_of,
)
from flow.experiments.models import Experiment
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.shown import one, shown
from flow.experiments.verdicts import Found

router = Router(tags=["Experiments"])

NO_REASON, NOTHING = ClosingAsked(), RequestBody()
OUR_NAME = {"control": "control", "off": "control", "treatment": "treatment", "on": "treatment"}

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
    experiments = Experiment.objects.of(board).with_nouns().saying(q.replace("\x00", ""))
    if verdict is not None:
        experiments = experiments.with_verdict(verdict)
    rows = shown(board, list(experiments))
    if state is not None:
        rows = [row for row in rows if row.state == state]
    return page_of_items(Page[ExperimentAnswer], rows, page, row_answer)


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
    facts = {} if is_retry else facts_of(board, asked)
    terms = keyed(request, asked, idempotency_key)
    made = Experiment.predict(board, by=request.auth, terms=terms, **facts)
    return Status(200 if is_retry else 201, answer(board, made))


@router.get("/{key}/experiments/{id}", response=ExperimentAnswer, summary="An experiment")
def show_experiment(request: ApiRequest, key: BoardKey, id: Id):
    return row_answer(one(visible_experiment(request.auth, key, id)))


@router.patch("/{key}/experiments/{id}", response=ExperimentAnswer, summary="Change an experiment")
def change_experiment(request: ApiRequest, key: BoardKey, id: Id, asked: ExperimentRevision):
    """Change the named fields. A criterion that holds is refused with `criteria_locked`."""
    experiment = editable_experiment(request.auth, key, id)
    board, facts = experiment.board, facts_of(experiment.board, asked)
    return answer(board, experiment.revise(by=request.auth, **facts))


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
        at=moment_of(experiment.board, asked.at),
        variant=OUR_NAME[asked.variant] if asked.variant else "",
        n=asked.n,
        hits=asked.hits,
        value=asked.value,
    )
    return Status(201 if is_new else 200, observed(kept))


@router.post("/{key}/experiments/{id}/close", response=ExperimentAnswer, summary="Close")
def close_experiment(request: ApiRequest, key: BoardKey, id: Id, asked: ClosingAsked = NO_REASON):
    """End it with the verdict of what was observed. To close it again changes nothing."""
    experiment = editable_experiment(request.auth, key, id)
    closed = experiment.close(by=request.auth, stopped_early=asked.stopped_early or "")
    return answer(experiment.board, closed)


@router.post("/{key}/experiments/{id}/decide", response=ExperimentAnswer, summary="Decide")
def decide_experiment(request: ApiRequest, key: BoardKey, id: Id, asked: DecisionAsked):
    """Decide on the verdict, and write down the learning."""
    experiment = editable_experiment(request.auth, key, id)
    decided = experiment.decide(
        asked.decision,
        by=request.auth,
        learning=asked.learning,
        confounders=asked.confounders,
        next_step=asked.next or "",
    )
    return answer(experiment.board, decided)


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
    return Status(200 if is_retry else 201, answer(experiment.board, again))

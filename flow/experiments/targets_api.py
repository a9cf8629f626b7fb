"""The targets of a board, for programs."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Router, Status
from pydantic import BaseModel, Field, Strict, StringConstraints

from board.access import editable_board, visible_board
from board.api.answers.pages import Page, PageNumber, page_of_items
from board.api.replays import done_before
from board.api.terms import keyed
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    Day,
    Expected,
    Id,
    IdempotencyKey,
    Line,
    RequestBody,
    Switch,
    Text,
    example,
)
from flow.experiments.access import editable_obstacle, editable_target, visible_target
from flow.experiments.api import FigureName
from flow.experiments.models import Became, Experiment, Target, TargetObstacle
from flow.experiments.models.target import LONGEST_WHY
from flow.metrics.figures import FigureValue

router = Router(tags=["Targets"])

Value = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Why = Annotated[Text, StringConstraints(max_length=LONGEST_WHY)]
Words = Annotated[Line, StringConstraints(max_length=LONGEST_WHY)]


class TargetAsked(RequestBody):
    """Where one figure is to be by a day."""

    model_config = example(
        metric="cycle_time", to=4, by="2026-12-18", why="What waits is worth nothing."
    )

    metric: FigureName = Field(
        description="The name of a figure, such as cycle_time, wip or change_lead_time."
    )
    to: Value
    by: Day
    why: Why | None = None


class TargetRevision(RequestBody):
    """What may be changed of an open target; its figure and its baseline stay."""

    model_config = example(by="2026-12-24", expected_revision=1)

    to: Value | None = None
    by: Day | None = None
    why: Why | None = None
    expected_revision: Expected = None


class EndAsked(RequestBody):
    model_config = example(became="reached", note="Two weeks before its day.")

    became: Became
    note: Why | None = None


class ObstacleAsked(RequestBody):
    """What is in the way."""

    model_config = example(text="Releases only in the morning", note="3 of 10 changes waited")

    text: Words
    note: Why | None = Field(default=None, description="What shows it.")


class ObstacleRevision(RequestBody):
    model_config = example(taken=True)

    text: Words | None = None
    note: Why | None = None
    taken: Switch | None = Field(
        default=None, description="Whether it is worked on now; one of a target is."
    )
    overcome: Switch | None = None


class MeasuredAnswer(BaseModel):
    """A figure in some days, both counted."""

    value: float | None
    n: int = Field(description="Of how many cases.")
    why: str | None = Field(description="Why there is no value.")


class BaselineAnswer(BaseModel):
    """What the baseline was made of; it never changes."""

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


@router.get("/{key}/targets", response=Page[TargetAnswer], summary="Targets")
def list_targets(request: ApiRequest, key: BoardKey, page: PageNumber = 1):
    """The targets of a board, the last one first; one at most is open."""
    board = visible_board(request.auth, key)
    found = list(Target.objects.of(board).with_people())
    of_each = Experiment.objects.of_targets(board)
    return page_of_items(Page[TargetAnswer], found, page, lambda each: _told(each, of_each))


@router.post(
    "/{key}/targets", response={200: TargetAnswer, 201: TargetAnswer}, summary="Set a target"
)
def set_target(
    request: ApiRequest, key: BoardKey, asked: TargetAsked, idempotency_key: IdempotencyKey = None
):
    """One is open at a time: a second one is refused with `target_open`. The baseline is what the
    figure was in the last 14 complete days."""
    board = editable_board(request.auth, key)
    is_retry = done_before(request, asked, idempotency_key)
    target = Target.choose(
        board,
        asked.metric,
        by=request.auth,
        to=asked.to,
        by_day=asked.by,
        why=asked.why or "",
        terms=keyed(request, asked, idempotency_key),
    )
    return Status(200 if is_retry else 201, _tell(target))


@router.get("/{key}/targets/{id}", response=TargetAnswer, summary="A target")
def show_target(request: ApiRequest, key: BoardKey, id: Id):
    return _tell(visible_target(request.auth, key, id))


@router.patch("/{key}/targets/{id}", response=TargetAnswer, summary="Change a target")
def change_target(request: ApiRequest, key: BoardKey, id: Id, asked: TargetRevision):
    """What is named is changed. Its figure and its baseline stay; one that has ended stays, too."""
    target = editable_target(request.auth, key, id)
    ours = {"to": "to", "by": "by_day", "why": "why"}
    said: dict[str, Any] = {
        ours[name]: getattr(asked, name) for name in asked.model_fields_set & ours.keys()
    }
    if said.get("why", "") is None:
        said["why"] = ""
    said = {name: value for name, value in said.items() if value is not None}
    return _tell(target.revise(by=request.auth, expected_revision=asked.expected_revision, **said))


@router.post("/{key}/targets/{id}/end", response=TargetAnswer, summary="End a target")
def end_target(request: ApiRequest, key: BoardKey, id: Id, asked: EndAsked):
    """Say what became of it. To say the same again changes nothing."""
    target = editable_target(request.auth, key, id)
    return _tell(target.end(asked.became, by=request.auth, note=asked.note or ""))


@router.post(
    "/{key}/targets/{id}/obstacles", response={201: ObstacleAnswer}, summary="Name an obstacle"
)
def add_obstacle(request: ApiRequest, key: BoardKey, id: Id, asked: ObstacleAsked):
    target = editable_target(request.auth, key, id)
    made = TargetObstacle.add(target, asked.text, by=request.auth, note=asked.note or "")
    return Status(201, _obstacle(made))


@router.patch(
    "/{key}/targets/{id}/obstacles/{obstacle}",
    response=ObstacleAnswer,
    summary="Change an obstacle",
)
def change_obstacle(
    request: ApiRequest, key: BoardKey, id: Id, obstacle: Id, asked: ObstacleRevision
):
    """To take one lets go of the one that was worked on."""
    found = editable_obstacle(request.auth, key, id, obstacle)
    said = {name: getattr(asked, name) for name in asked.model_fields_set}
    if "note" in said:
        said["note"] = said["note"] or ""
    return _obstacle(found.revise(by=request.auth, **said))


@router.delete(
    "/{key}/targets/{id}/obstacles/{obstacle}",
    response={204: None},
    summary="Remove an obstacle",
)
def remove_obstacle(request: ApiRequest, key: BoardKey, id: Id, obstacle: Id):
    editable_obstacle(request.auth, key, id, obstacle).remove(by=request.auth)
    return Status(204, None)


def _tell(target: Target) -> TargetAnswer:
    return _told(target, Experiment.objects.of_targets(target.board))


def _told(target: Target, experiments: dict[int, list[int]]) -> TargetAnswer:
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
        obstacles=[_obstacle(each) for each in target.obstacles.all()],
        experiments=experiments.get(target.pk, []),
        made_at=target.made_at,
        made_by=target.made_by.email if target.made_by else None,
        ended_at=target.ended_at,
        became=target.became or None,
        ended_value=target.ended_value,
        note=target.note or None,
    )


def _measured(found: FigureValue) -> MeasuredAnswer:
    return MeasuredAnswer(value=found.value, n=found.n, why=found.why or None)


def _obstacle(each: TargetObstacle) -> ObstacleAnswer:
    return ObstacleAnswer(
        id=each.pk,
        text=each.text,
        note=each.note or None,
        taken=each.is_taken,
        overcome=each.overcome_at is not None,
    )

"""The targets of a board, for programs: list, set, change, end; and their obstacles."""

from typing import Annotated, Any

from ninja import Router, Status
from pydantic import Field, StringConstraints

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
from flow.experiments.api.target_answers import (
    ObstacleAnswer,
    TargetAnswer,
    answer,
    answer_among,
    obstacle_answer,
)
from flow.experiments.api.values import FigureName, Value
from flow.experiments.models import Became, Experiment, Target, TargetObstacle
from flow.experiments.models.target import LONGEST_WHY

router = Router(tags=["Targets"])

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
    """The fields of an open target that can be changed; its figure and its baseline stay."""

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
    """The text of an obstacle."""

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


@router.get("/{key}/targets", response=Page[TargetAnswer], summary="Targets")
def list_targets(request: ApiRequest, key: BoardKey, page: PageNumber = 1):
    """The targets of a board, the last one first; one at most is open."""
    board = visible_board(request.auth, key)
    targets = list(Target.objects.of(board).with_people())
    of_each = Experiment.objects.of_targets(board)
    return page_of_items(
        Page[TargetAnswer], targets, page, lambda each: answer_among(each, of_each)
    )


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
    return Status(200 if is_retry else 201, answer(target))


@router.get("/{key}/targets/{id}", response=TargetAnswer, summary="A target")
def show_target(request: ApiRequest, key: BoardKey, id: Id):
    return answer(visible_target(request.auth, key, id))


@router.patch("/{key}/targets/{id}", response=TargetAnswer, summary="Change a target")
def change_target(request: ApiRequest, key: BoardKey, id: Id, asked: TargetRevision):
    """Change the named fields. Its figure and its baseline stay; one that has ended stays, too."""
    target = editable_target(request.auth, key, id)
    ours = {"to": "to", "by": "by_day", "why": "why"}
    changes: dict[str, Any] = {
        ours[name]: getattr(asked, name) for name in asked.model_fields_set & ours.keys()
    }
    if changes.get("why", "") is None:
        changes["why"] = ""
    changes = {name: value for name, value in changes.items() if value is not None}
    return answer(
        target.revise(by=request.auth, expected_revision=asked.expected_revision, **changes)
    )


@router.post("/{key}/targets/{id}/end", response=TargetAnswer, summary="End a target")
def end_target(request: ApiRequest, key: BoardKey, id: Id, asked: EndAsked):
    """Say what became of it. To say the same again changes nothing."""
    target = editable_target(request.auth, key, id)
    return answer(target.end(asked.became, by=request.auth, note=asked.note or ""))


@router.post(
    "/{key}/targets/{id}/obstacles", response={201: ObstacleAnswer}, summary="Name an obstacle"
)
def add_obstacle(request: ApiRequest, key: BoardKey, id: Id, asked: ObstacleAsked):
    target = editable_target(request.auth, key, id)
    made = TargetObstacle.add(target, asked.text, by=request.auth, note=asked.note or "")
    return Status(201, obstacle_answer(made))


@router.patch(
    "/{key}/targets/{id}/obstacles/{obstacle}",
    response=ObstacleAnswer,
    summary="Change an obstacle",
)
def change_obstacle(
    request: ApiRequest, key: BoardKey, id: Id, obstacle: Id, asked: ObstacleRevision
):
    """To take one lets go of the one that was worked on."""
    obstacle_here = editable_obstacle(request.auth, key, id, obstacle)
    changes = {name: getattr(asked, name) for name in asked.model_fields_set}
    if "note" in changes:
        changes["note"] = changes["note"] or ""
    return obstacle_answer(obstacle_here.revise(by=request.auth, **changes))


@router.delete(
    "/{key}/targets/{id}/obstacles/{obstacle}",
    response={204: None},
    summary="Remove an obstacle",
)
def remove_obstacle(request: ApiRequest, key: BoardKey, id: Id, obstacle: Id):
    editable_obstacle(request.auth, key, id, obstacle).remove(by=request.auth)
    return Status(204, None)

"""The parts of a board that its leads add or change: columns, lanes, members."""

from typing import Annotated

from ninja import Router, Status
from pydantic import Field, Strict, StringConstraints

from board.access import led_board, led_class, led_column, led_lane, visible_board
from board.api import lookup
from board.api.answers.board import BoardAnswer, board_answer
from board.api.tokens import ApiRequest
from board.api.values import (
    WHOLE,
    BoardKey,
    Expected,
    Id,
    Line,
    Reference,
    RequestBody,
    Switch,
    Text,
    example,
    length_of,
)
from board.models import Column, Lane, Person, Role, ServiceClass, Stage
from board.models.service_class import MOST_DAYS

router = Router(tags=["Boards"])


ColumnName = Annotated[Line, StringConstraints(max_length=length_of(Column, "name"))]
ClassName = Annotated[Line, StringConstraints(max_length=length_of(ServiceClass, "name"))]
LaneName = Annotated[Line, StringConstraints(max_length=length_of(Lane, "name"))]


class ColumnToAdd(RequestBody):
    model_config = example(name="Test", stage="active", before="Done")

    name: ColumnName
    stage: Stage
    before: Reference | None = Field(
        default=None, description="Without one, the last of its stage."
    )


class ColumnBody(RequestBody):
    """The fields of a column; fields that are not named stay as they are."""

    model_config = example(policy="Two people have looked at it.", expected_revision=1)

    name: ColumnName = ""
    stage: Stage = Stage.QUEUE
    group: Annotated[Text, StringConstraints(max_length=length_of(Column, "group"))] = ""
    policy: Annotated[Text, StringConstraints(max_length=length_of(Column, "policy"))] = ""
    expected_revision: Expected = None


class LaneTerms(RequestBody):
    model_config = example(name="Fast lane", expected_revision=1)

    name: LaneName
    expected_revision: Expected = None


class ClassBody(RequestBody):
    """The fields of a class of service; fields that are not named stay as they are."""

    model_config = example(at_most_in_days=7)

    name: ClassName = ""
    apart_from_limits: Switch = False
    at_most_in_days: Annotated[int, Strict(), Field(ge=1, le=MOST_DAYS), WHOLE] | None = Field(
        default=None,
        description="At most one card enters the class in this number of days; null: without this rule.",
    )
    expected_revision: Expected = None


class LaneToAdd(RequestBody):
    model_config = example(name="Fast lane")

    name: LaneName


class MemberToAdd(RequestBody):
    model_config = example(email="grace@example.org", role="member")

    email: Annotated[Line, StringConstraints(max_length=length_of(Person, "email"))]
    role: Role = Role.MEMBER


@router.post("/{key}/columns", response={201: BoardAnswer}, summary="Add a column")
def add_column(request: ApiRequest, key: BoardKey, asked: ColumnToAdd):
    """A new step, before another column or as the last of its stage. Leads only."""
    board = led_board(request.auth, key)
    before = lookup.column(board, asked.before, "before") if asked.before is not None else None
    with lookup.field("stage"):
        board.add_column(asked.name, asked.stage, before=before, by=request.auth)
    return Status(201, board_answer(visible_board(request.auth, key)))


@router.patch("/{key}/columns/{id}", response=BoardAnswer, summary="Change a column")
def change_column(request: ApiRequest, key: BoardKey, id: Id, asked: ColumnBody):
    """Change the named fields, as one change. Another stage counts every card again. Leads only."""
    column = led_column(request.auth, key, id)
    with lookup.field("stage"):
        column.revise(by=request.auth, **asked.model_dump(exclude_unset=True))
    return board_answer(visible_board(request.auth, key))


@router.patch("/{key}/lanes/{id}", response=BoardAnswer, summary="Rename a lane")
def rename_lane(request: ApiRequest, key: BoardKey, id: Id, asked: LaneTerms):
    """Leads only."""
    lane = led_lane(request.auth, key, id)
    lane.board.rename_lane(lane, by=request.auth, **asked.model_dump())
    return board_answer(visible_board(request.auth, key))


@router.post("/{key}/lanes", response={201: BoardAnswer}, summary="Add a lane")
def add_lane(request: ApiRequest, key: BoardKey, asked: LaneToAdd):
    """A new row below the others. Leads only."""
    led_board(request.auth, key).add_lane(asked.name, by=request.auth)
    return Status(201, board_answer(visible_board(request.auth, key)))


@router.patch("/{key}/classes/{id}", response=BoardAnswer, summary="Change a class of service")
def change_class(request: ApiRequest, key: BoardKey, id: Id, asked: ClassBody):
    """Where `at_most_in_days` is set, the next card that starts in the class or is reclassified into
    it before that is refused: `expedite_again`. Leads only."""
    service_class = led_class(request.auth, key, id)
    service_class.board.revise_class(
        service_class, by=request.auth, **asked.model_dump(exclude_unset=True)
    )
    return board_answer(visible_board(request.auth, key))


@router.post("/{key}/members", response={201: BoardAnswer}, summary="Add a member")
def add_member(request: ApiRequest, key: BoardKey, asked: MemberToAdd):
    """Give somebody who has an account a role here, or another one. Leads only."""
    board = led_board(request.auth, key)
    board.add_member(lookup.person(asked.email), asked.role, by=request.auth)
    return Status(201, board_answer(visible_board(request.auth, key)))

"""The parts of a board that its leads add: columns, lanes, members."""

from typing import Annotated

from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import led_board, visible_board
from board.api import naming
from board.api.answers.board import BoardAnswer, board_answer
from board.api.tokens import ApiRequest
from board.api.values import Asked, BoardKey, Line, Reference, example, length_of
from board.models import Column, Lane, Person, Role, Stage

router = Router(tags=["Boards"])


class ColumnToAdd(Asked):
    model_config = example(name="Test", stage="active", before="Done")

    name: Annotated[Line, StringConstraints(max_length=length_of(Column, "name"))]
    stage: Stage
    before: Reference | None = Field(
        default=None, description="Without one, the last of its stage."
    )


class LaneToAdd(Asked):
    model_config = example(name="Fast lane")

    name: Annotated[Line, StringConstraints(max_length=length_of(Lane, "name"))]


class MemberToAdd(Asked):
    model_config = example(email="grace@example.org", role="member")

    email: Annotated[Line, StringConstraints(max_length=length_of(Person, "email"))]
    role: Role = Role.MEMBER


@router.post("/{key}/columns", response={201: BoardAnswer}, summary="Add a column")
def add_column(request: ApiRequest, key: BoardKey, asked: ColumnToAdd):
    """A new step, before another column or as the last of its stage. Leads only."""
    board = led_board(request.auth, key)
    before = naming.column(board, asked.before, "before") if asked.before is not None else None
    with naming.field("stage"):
        board.add_column(asked.name, asked.stage, before=before, by=request.auth)
    return Status(201, board_answer(visible_board(request.auth, key)))


@router.post("/{key}/lanes", response={201: BoardAnswer}, summary="Add a lane")
def add_lane(request: ApiRequest, key: BoardKey, asked: LaneToAdd):
    """A new row below the others. Leads only."""
    led_board(request.auth, key).add_lane(asked.name, by=request.auth)
    return Status(201, board_answer(visible_board(request.auth, key)))


@router.post("/{key}/members", response={201: BoardAnswer}, summary="Add a member")
def add_member(request: ApiRequest, key: BoardKey, asked: MemberToAdd):
    """Give somebody who has an account a role here, or another one. Leads only."""
    board = led_board(request.auth, key)
    board.add_member(naming.person(asked.email), asked.role, by=request.auth)
    return Status(201, board_answer(visible_board(request.auth, key)))

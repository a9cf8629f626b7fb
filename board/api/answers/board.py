from datetime import datetime

from pydantic import BaseModel, Field

from board.api.answers import limit as limits
from board.models import Board, Column, Role, Stage
from board.models.tally import Tally


class BoardLine(BaseModel):
    """A board in the list of boards."""

    key: str
    name: str
    version: int
    role: Role = Field(description="Yours; on an archived board, everybody only looks.")
    archived_at: datetime | None = Field(description="Since when nobody can change it.")


class ColumnAnswer(BaseModel):
    """A column and how full it is."""

    id: int
    name: str
    stage: Stage
    limit: int | None = Field(description="The maximum of its own limit.")
    count: int = Field(description="What its own limit counts; without one, all cards here.")
    apart: int = Field(description="Cards here that its limit leaves out for their class.")


class LaneAnswer(BaseModel):
    id: int
    name: str


class ClassAnswer(BaseModel):
    """A class of service."""

    id: int
    name: str
    kind: str
    apart_from_limits: bool


class MemberAnswer(BaseModel):
    email: str
    name: str
    role: Role


class BoardAnswer(BoardLine):
    """A board with all but its cards."""

    time_zone: str
    columns: list[ColumnAnswer] = Field(description="Left to right.")
    lanes: list[LaneAnswer] = Field(description="Top to bottom.")
    classes: list[ClassAnswer]
    limits: list[limits.LimitAnswer]
    members: list[MemberAnswer] = Field(description="In order of their addresses.")


def board_line(board: Board) -> BoardLine:
    return BoardLine(
        key=board.key,
        name=board.name,
        version=board.version,
        role=Role(board.role),
        archived_at=board.archived_at,
    )


def board_answer(board: Board) -> BoardAnswer:
    """The board, in a fixed number of statements; all its counts come from one tally."""
    memberships = list(board.memberships.select_related("person"))
    people = [membership.person for membership in memberships]
    tally = Tally.of(
        board, board.shape.limits, [person.pk for person in people], columns=board.shape.columns
    )
    return BoardAnswer(
        **board_line(board).model_dump(),
        time_zone=board.time_zone,
        columns=[column_answer(board, each, tally) for each in board.shape.columns.values()],
        lanes=[LaneAnswer(id=each.pk, name=each.name) for each in board.shape.lanes.values()],
        classes=[
            ClassAnswer(
                id=each.pk,
                name=each.name,
                kind=each.kind,
                apart_from_limits=each.apart_from_limits,
            )
            for each in board.shape.service_classes.values()
        ],
        limits=[limits.tell(board, limit, tally, people) for limit in board.shape.limits],
        members=[
            MemberAnswer(email=each.person.email, name=each.person.name, role=Role(each.role))
            for each in memberships
        ],
    )


def column_answer(board: Board, column: Column, tally: Tally) -> ColumnAnswer:
    own = board.shape.own_limit(column)
    counted, apart = tally.in_column(column.pk)
    return ColumnAnswer(
        id=column.pk,
        name=column.name,
        stage=Stage(column.stage),
        limit=own.maximum if own else None,
        count=tally.count(own) if own else counted + apart,
        apart=apart if own else 0,
    )

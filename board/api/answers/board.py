from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from board.api import further
from board.api.answers import limit as limits
from board.models import BatchMode, Board, Column, Role, Stage
from board.models.limit.tally import Tally


class BoardLine(BaseModel):
    """A board in the list of boards."""

    key: str
    name: str
    version: int
    revision: int = Field(description="Raised by each change of the board's own settings.")
    role: Role = Field(description="Yours; on an archived board, everybody only looks.")
    archived_at: datetime | None = Field(description="Since when nobody can change it.")


class ColumnAnswer(BaseModel):
    """A column and how full it is."""

    id: int
    name: str
    stage: Stage
    group: str = Field(description="Columns side by side with the same group share a header.")
    policy: str
    revision: int = Field(description="Raised by each change of what it is.")
    limit: int | None = Field(description="The maximum of its own limit.")
    count: int = Field(description="What its own limit counts; without one, all cards here.")
    apart: int = Field(description="Cards here that its limit leaves out for their class.")


class LaneAnswer(BaseModel):
    id: int
    name: str
    revision: int


class ClassAnswer(BaseModel):
    """A class of service."""

    id: int
    name: str
    kind: str
    revision: int
    apart_from_limits: bool
    at_most_in_days: int | None = Field(
        description="At most one card enters the class in this number of days; null: without this rule."
    )


class MemberAnswer(BaseModel):
    email: str
    name: str
    role: Role


class BatchAnswer(BaseModel):
    """The rules of a board for a card that starts."""

    most_scenarios: int | None
    target_days: int | None
    asks_fit: bool
    mode: BatchMode
    members_may_override: bool


class BoardsOwnAnswer(BoardLine):
    """A board with all but its cards."""

    time_zone: str
    days_off: list[int] = Field(description="Days of the week on which nobody works; Monday is 0.")
    holidays_of: str = Field(description="A country, or a part of it: BE, US-CA.")
    columns: list[ColumnAnswer] = Field(description="Left to right.")
    lanes: list[LaneAnswer] = Field(description="Top to bottom.")
    classes: list[ClassAnswer]
    limits: list[limits.LimitAnswer]
    batch: BatchAnswer
    practices: dict[str, bool] = Field(description="Which practices are switched on.")
    members: list[MemberAnswer] = Field(description="In order of their addresses.")


if TYPE_CHECKING:
    BoardAnswer = BoardsOwnAnswer
else:
    BoardAnswer = further.widened(BoardsOwnAnswer, "BoardAnswer", further.ANSWERED)


def board_line(board: Board) -> BoardLine:
    return BoardLine(
        key=board.key,
        name=board.name,
        version=board.version,
        revision=board.revision,
        role=Role(board.role),
        archived_at=board.archived_at,
    )


def board_answer(board: Board) -> BoardAnswer:
    """The board, in a fixed number of statements; all its counts come from one tally."""
    memberships = list(board.memberships.select_related("person"))
    people = [membership.person for membership in memberships]
    tally = Tally.of_all(board)
    return BoardAnswer(
        **board_line(board).model_dump(),
        **further.answers(board),
        time_zone=board.time_zone,
        days_off=board.days_off,
        holidays_of=board.holidays_of,
        columns=[column_answer(board, each, tally) for each in board.shape.columns.values()],
        lanes=[
            LaneAnswer(id=each.pk, name=each.name, revision=each.revision)
            for each in board.shape.lanes.values()
        ],
        classes=[
            ClassAnswer(
                id=each.pk,
                name=each.name,
                kind=each.kind,
                revision=each.revision,
                apart_from_limits=each.apart_from_limits,
                at_most_in_days=each.at_most_in_days,
            )
            for each in board.shape.service_classes.values()
        ],
        limits=[limits.limit_answer(board, limit, tally, people) for limit in board.shape.limits],
        batch=BatchAnswer(**asdict(board.batch)),
        practices=board.practices,
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
        group=column.group,
        policy=column.policy,
        revision=column.revision,
        limit=own.maximum if own else None,
        count=tally.count(own) if own else counted + apart,
        apart=apart if own else 0,
    )

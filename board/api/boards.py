"""Boards: those of a person, a new one, one with its columns, limits and members."""

from typing import TYPE_CHECKING, Annotated

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field, Strict, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from board.access import board_maker, led_board, visible_board, visible_boards
from board.api import further, lookup
from board.api.answers.board import BoardAnswer, BoardLine, board_answer, board_line
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.tokens import ApiRequest
from board.api.values import (
    WHOLE,
    BoardKey,
    Count,
    Expected,
    Line,
    RequestBody,
    Switch,
    Text,
    example,
    length_of,
)
from board.models import BatchMode, Board, Column, Stage
from board.models.board.board import KEY
from board.models.name import compared

router = Router(tags=["Boards"])

MOST_COLUMNS = 50
Name = Annotated[Line, StringConstraints(max_length=length_of(Board, "name"))]
ColumnName = Annotated[Line, StringConstraints(max_length=length_of(Column, "name"))]


Zone = Annotated[Line, StringConstraints(max_length=64)]
Weekday = Annotated[int, Strict(), Field(ge=0, le=6, description="Monday is 0."), WHOLE]


class NewColumn(RequestBody):
    name: ColumnName
    stage: Stage
    limit: Count | None = None


class NewBoard(RequestBody):
    model_config = example(
        name="Harbour",
        key="SLU",
        time_zone="Europe/Brussels",
        columns=[
            {"name": "Ideas", "stage": "queue"},
            {"name": "Build", "stage": "active", "limit": 3},
            {"name": "Done", "stage": "done"},
        ],
    )

    name: Name
    key: Annotated[str, StringConstraints(pattern=KEY)]
    time_zone: Zone = "UTC"
    columns: Annotated[list[NewColumn], Field(max_length=MOST_COLUMNS)]

    @field_validator("columns")
    @classmethod
    def _each_has_its_own_name(cls, columns: list[NewColumn]) -> list[NewColumn]:
        if len({compared(column.name) for column in columns}) < len(columns):
            raise PydanticCustomError("taken", _("Two columns have the same name."))
        return columns


class BatchBody(RequestBody):
    """The fields of the batch rule; null is no limit."""

    most_scenarios: Annotated[int, Strict(), Field(ge=0, le=100), WHOLE] | None = None
    target_days: Annotated[int, Strict(), Field(ge=1, le=365), WHOLE] | None = None
    asks_fit: Switch = False
    mode: BatchMode = BatchMode.OFF
    members_may_override: Switch = True


class PracticeSwitches(RequestBody):
    """Which practices are switched on."""

    delivery: Switch = False
    flags: Switch = False
    improvement: Switch = False


class BoardsOwnTerms(RequestBody):
    """The fields of a board; fields that are not named stay as they are."""

    model_config = example(name="Harbour", days_off=[5, 6], expected_revision=1)

    name: Name = ""
    time_zone: Zone = "UTC"
    days_off: Annotated[list[Weekday], Field(max_length=6)] = []
    holidays_of: Annotated[
        Text, StringConstraints(max_length=length_of(Board, "holidays_of"), to_upper=True)
    ] = ""
    batch: BatchBody | None = None
    practices: PracticeSwitches | None = None
    expected_revision: Expected = None


if TYPE_CHECKING:
    BoardTerms = BoardsOwnTerms
else:
    BoardTerms = further.widened(BoardsOwnTerms, "BoardTerms", further.ASKED)


@router.get("", response=Page[BoardLine], summary="Your boards")
def list_boards(request: ApiRequest, page: PageNumber = 1):
    """The boards that you have a role on, in order of their names; without those archived."""
    boards = visible_boards(request.auth).open()
    return page_of(Page[BoardLine], boards, page, board_line)


@router.post("", response={201: BoardAnswer}, summary="Create a board")
def make_board(request: ApiRequest, asked: NewBoard):
    """A new board with these columns, left to right: first `queue`, then `active` or `waiting`,
    then `done`. You are its lead."""
    by = board_maker(request.auth)
    with transaction.atomic(), lookup.field("columns"):
        board = Board.make(
            asked.name,
            key=asked.key,
            by=by,
            columns=[(column.name, column.stage) for column in asked.columns],
            time_zone=asked.time_zone,
        )
        made = board.columns.all()
        for column, wanted in zip(made, asked.columns, strict=True):
            if wanted.limit is not None:
                board.limit_column(column, wanted.limit, by=by)
    return Status(201, board_answer(visible_board(by, asked.key)))


@router.get("/{key}", response=BoardAnswer, summary="A board")
def show_board(request: ApiRequest, key: BoardKey):
    """The board with its columns, counts, lanes, classes, limits and members; without its cards."""
    return board_answer(visible_board(request.auth, key))


@router.patch("/{key}", response=BoardAnswer, summary="Change a board")
def change_board(request: ApiRequest, key: BoardKey, asked: BoardTerms):
    """Change the named fields, as one change. Leads only."""
    board = led_board(request.auth, key)
    changes = asked.model_dump(exclude_unset=True, exclude={"batch", "practices", *further.names()})
    with transaction.atomic():
        board.revise(by=request.auth, **changes)
        if asked.batch is not None:
            board.set_batch_rule(by=request.auth, **asked.batch.model_dump(exclude_unset=True))
        if asked.practices is not None:
            named = asked.practices.model_dump(exclude_unset=True)
            board.switch_practices(by=request.auth, **named)
        further.keep(board, dict(asked), by=request.auth)
    return board_answer(visible_board(request.auth, key))

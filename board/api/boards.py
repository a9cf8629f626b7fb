"""Boards: those of a person, a new one, one with its columns, limits and members."""

from typing import Annotated

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from board.access import board_maker, visible_board
from board.api import naming
from board.api.answers.board import BoardAnswer, BoardLine, board_answer, board_line
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.tokens import ApiRequest
from board.api.values import Asked, BoardKey, Count, Line, example, length_of
from board.models import Board, Column, Stage
from board.models.board import KEY

router = Router(tags=["Boards"])

MOST_COLUMNS = 50
Name = Annotated[Line, StringConstraints(max_length=length_of(Board, "name"))]
ColumnName = Annotated[Line, StringConstraints(max_length=length_of(Column, "name"))]


class NewColumn(Asked):
    name: ColumnName
    stage: Stage
    limit: Count | None = None


class NewBoard(Asked):
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
    time_zone: Annotated[Line, StringConstraints(max_length=64)] = "UTC"
    columns: Annotated[list[NewColumn], Field(max_length=MOST_COLUMNS)]

    @field_validator("columns")
    @classmethod
    def _each_has_its_own_name(cls, columns: list[NewColumn]) -> list[NewColumn]:
        if len({column.name.lower() for column in columns}) < len(columns):
            raise PydanticCustomError("taken", _("Two columns have the same name."))
        return columns


@router.get("", response=Page[BoardLine], summary="Your boards")
def list_boards(request: ApiRequest, page: PageNumber = 1):
    """The boards that you have a role on, in order of their names; without those archived."""
    boards = Board.objects.visible_to(request.auth).open()
    return page_of(Page[BoardLine], boards, page, board_line)


@router.post("", response={201: BoardAnswer}, summary="Make a board")
def make_board(request: ApiRequest, asked: NewBoard):
    """A new board with these columns, left to right: first `queue`, then `active` or `waiting`,
    then `done`. You are its lead."""
    by = board_maker(request.auth)
    with transaction.atomic(), naming.field("columns"):
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

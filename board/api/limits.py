"""WIP limits: those of a board, a new one, changed, lifted; and a column's own the short way."""

from typing import Annotated, Any

from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import led_board, led_column, led_limit, visible_board
from board.api import lookup
from board.api.answers.limit import LimitAnswer, limit_answers
from board.api.answers.pages import Page, page_of_all
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    Count,
    Expected,
    Id,
    Reference,
    RequestBody,
    Switch,
    Text,
    example,
    length_of,
)
from board.models import Board, Limit, Mode
from board.models.board.limits import LONGEST_REASON

router = Router(tags=["Limits"])

LimitName = Annotated[
    Text, StringConstraints(strip_whitespace=True, max_length=length_of(Limit, "name"))
]

Reason = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON)]


class LimitBody(RequestBody):
    """The fields of a limit; fields that are not named keep their value."""

    model_config = example(maximum=2)

    name: LimitName = Field(default="", description="Without one it is called by what it counts.")
    maximum: Count = Field(default=0, description="0 closes the gate.")
    columns: list[Reference] = Field(
        default=[], description="None: from commitment to before done."
    )
    lane: Reference | None = None
    service_class: Reference | None = None
    each_person: Switch = False
    mode: Mode = Mode.REFUSE
    counts_blocked: Switch = True
    members_may_override: Switch = True


class LimitRevision(LimitBody):
    model_config = example(maximum=2, expected_revision=1)

    expected_revision: Expected = None
    reason: Reason = Field(default="", description="Why it is raised; the log keeps it.")


class NewLimit(LimitBody):
    model_config = example(maximum=3, columns=["Build", "Review"], mode="reason")

    maximum: Count = Field(description="0 closes the gate.", examples=[3])


class ColumnLimit(RequestBody):
    model_config = example(maximum=3)

    maximum: Count | None = Field(description="Null lifts the limit.")
    mode: Mode | None = None
    reason: Reason = Field(default="", description="Why it is raised; the log keeps it.")
    expected_revision: Annotated[
        Count | None,
        Field(
            description="The revision of the limit that you saw, 0 if there was none; if it has "
            "changed, 409 with the limit as it is."
        ),
    ] = None


@router.get("/{key}/limits", response=Page[LimitAnswer], summary="Limits")
def list_limits(request: ApiRequest, key: BoardKey):
    """The limits in force, in the order in which they were made; all on one page."""
    board = visible_board(request.auth, key)
    return page_of_all(Page[LimitAnswer], limit_answers(board, board.shape.limits))


@router.post("/{key}/limits", response={201: LimitAnswer}, summary="Add a limit")
def add_limit(request: ApiRequest, key: BoardKey, asked: NewLimit):
    """A maximum on a set of cards: those in some columns, of one lane, of one class, or of each
    person. Leads only; 409 if there is a limit on the same cards already."""
    board = led_board(request.auth, key)
    limit = board.add_limit(by=request.auth, **_terms(board, asked))
    return Status(201, _now(request, key, limit))


@router.patch("/{key}/limits/{id}", response=LimitAnswer, summary="Change a limit")
def change_limit(request: ApiRequest, key: BoardKey, id: Id, asked: LimitRevision):
    """Change the named fields, and raise the version: overrides that were asked for before no
    longer count. A limit may be lowered below what is there.
    """
    limit = led_limit(request.auth, key, id)
    changed = limit.board.change_limit(limit, by=request.auth, **_terms(limit.board, asked))
    return _now(request, key, changed)


@router.delete("/{key}/limits/{id}", response={204: None}, summary="Lift a limit")
def remove_limit(request: ApiRequest, key: BoardKey, id: Id):
    """The log keeps what it was."""
    limit = led_limit(request.auth, key, id)
    limit.board.remove_limit(limit, by=request.auth)
    return Status(204, None)


@router.put(
    "/{key}/columns/{id}/limit", response=LimitAnswer | None, summary="Set a column's own limit"
)
def limit_column(request: ApiRequest, key: BoardKey, id: Id, asked: ColumnLimit):
    """The short way to the limit on exactly one column; answers it, or null when it is lifted."""
    column = led_column(request.auth, key, id)
    limit = column.board.limit_column(
        column,
        asked.maximum,
        by=request.auth,
        mode=asked.mode,
        expected_revision=asked.expected_revision,
        reason=asked.reason,
    )
    return limit and _now(request, key, limit)


def _terms(board: Board, asked: LimitBody) -> dict[str, Any]:
    """Return the named fields, as the verbs of the board take them."""
    terms = {field: getattr(asked, field) for field in asked.model_fields_set}
    if "columns" in terms:
        terms["columns"] = [lookup.column(board, each, "columns") for each in asked.columns]
    if asked.lane is not None:
        terms["lane"] = lookup.lane(board, asked.lane)
    if asked.service_class is not None:
        terms["service_class"] = lookup.service_class(board, asked.service_class)
    return terms


def _now(request: ApiRequest, key: str, limit: Limit) -> LimitAnswer:
    board = visible_board(request.auth, key)
    [answer] = limit_answers(board, [each for each in board.shape.limits if each == limit])
    return answer

"""The answers of the API to a stale card or a stale part of a board."""

from http import HTTPStatus
from typing import Any

from pydantic import ConfigDict, Field

from board.api.answers.board import BoardAnswer, ColumnAnswer, board_answer, column_answer
from board.api.answers.card import CardAnswer, card_answer
from board.api.answers.limit import LimitAnswer, limit_answers
from board.api.answers.problem import Problem, problem_fields
from board.models import Board, StaleCard, StalePart
from board.models.limit.tally import Tally


class StaleCardProblem(Problem):
    """The card has moved on since you looked."""

    model_config = ConfigDict(json_schema_extra=None)

    card: CardAnswer


class StalePartProblem(Problem):
    """A part of the board, or the board, has changed since you looked."""

    model_config = ConfigDict(json_schema_extra=None)

    board: BoardAnswer | None = Field(description="For `stale_board` and `stale_lane`.")
    column: ColumnAnswer | None = Field(description="For `stale_column`.")
    limit: LimitAnswer | None = Field(
        description="For `stale_limit`; null if there is none any more."
    )
    part: dict[str, Any] | None = Field(description="What an app keeps: for `stale_flag`.")


def stale_card(refusal: StaleCard) -> StaleCardProblem:
    return StaleCardProblem(
        **problem_fields(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        card=card_answer(refusal.card),
    )


def stale_part(refusal: StalePart) -> StalePartProblem:
    """Return the board, the column or the limit as it is now; for a lane, the board."""
    thing = refusal.thing
    board = thing if isinstance(thing, Board) else getattr(thing, "board", None)
    column = limit = None
    if board and refusal.kind == "column":
        tally = Tally.of_all(board)
        column = column_answer(board, board.shape.columns[thing.pk], tally)
    if board and refusal.kind == "limit":
        [limit] = limit_answers(board, [thing])
    return StalePartProblem(
        **problem_fields(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        board=board_answer(board) if board and not (column or limit) else None,
        column=column,
        limit=limit,
        part=getattr(thing, "as_answer", None),
    )

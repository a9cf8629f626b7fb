"""Whether a team is done with this phase, for programs."""

from datetime import date
from typing import Annotated

from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from board.access import editable_board, visible_board
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, RequestBody, Switch, Text, example
from board.models import Board
from flow.improvement.models import Criterion, ReadinessWord
from flow.improvement.readiness import readiness

router = Router(tags=["Improvement"])


class ReadinessAsked(RequestBody):
    model_config = example(is_there=False, note="Two of three components wait for each other")

    is_there: Switch
    note: Annotated[Text, StringConstraints(max_length=500)] = ""


class EvidenceAnswer(BaseModel):
    words: str
    path: str = Field(description="The page that shows it.")


class CriterionAnswer(BaseModel):
    criterion: Criterion
    title: str
    evidence: list[EvidenceAnswer] = Field(description="Of the last 28 days, and of now.")
    is_there: bool | None = Field(description="The word of the team; null: there is none yet.")
    note: str
    said_on: date | None


class ReadinessAnswer(BaseModel):
    criteria: list[CriterionAnswer]


@router.get("/{key}/readiness", response=ReadinessAnswer, summary="Readiness")
def show_readiness(request: ApiRequest, key: BoardKey):
    """The four criteria of the phase, each with its evidence and the team's own word."""
    return _readiness(visible_board(request.auth, key))


@router.put(
    "/{key}/readiness/{criterion}",
    response=ReadinessAnswer,
    summary="Answer a criterion of readiness",
)
def say_readiness(request: ApiRequest, key: BoardKey, criterion: Criterion, asked: ReadinessAsked):
    """The team's word of today for one criterion, instead of the one before."""
    board = editable_board(request.auth, key)
    ReadinessWord.objects.say(board, criterion, by=request.auth, **asked.model_dump())
    return _readiness(board)


def _readiness(board: Board) -> ReadinessAnswer:
    return ReadinessAnswer(
        criteria=[
            CriterionAnswer(
                criterion=each.criterion,
                title=each.title,
                evidence=[EvidenceAnswer(words=one.words, path=one.path) for one in each.evidence],
                is_there=each.word.is_there if each.word else None,
                note=each.word.note if each.word else "",
                said_on=each.word.said_on if each.word else None,
            )
            for each in readiness(board)
        ]
    )

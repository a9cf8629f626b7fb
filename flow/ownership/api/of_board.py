"""The terms of coordinated releases, as a field of the board."""

from typing import Annotated

from pydantic import BaseModel, Field, Strict

from board.api.further import Further
from board.api.values import WHOLE, RequestBody, example
from board.models import Board, Person
from flow.ownership.measures.coordination import CoordinationTerms
from flow.ownership.models import CoordinationSetting
from flow.ownership.models.coordination_setting import MOST_HOURS

Percent = Annotated[int, Strict(), Field(ge=1, le=100), WHOLE]


class CoordinationAnswer(BaseModel):
    """The terms of a board for coordinated releases, and the shares from which its words begin."""

    hours: int = Field(
        description="Deployments of one card are together that many hours apart, or fewer."
    )
    loosely_from: int = Field(description="Percent of deployments alone: `loosely` coupled.")
    tightly_from: int = Field(description="Percent of deployments alone: `tightly` coupled.")


class CoordinationToKeep(RequestBody):
    """All three together; `tightly_from` is below `loosely_from`."""

    model_config = example(hours=24, loosely_from=90, tightly_from=50)

    hours: Annotated[int, Strict(), Field(ge=1, le=MOST_HOURS), WHOLE]
    loosely_from: Percent
    tightly_from: Percent


def _answer(board: Board) -> CoordinationAnswer:
    terms = CoordinationSetting.objects.of(board)
    return CoordinationAnswer(
        hours=terms.hours, loosely_from=terms.loosely_from, tightly_from=terms.tightly_from
    )


def _keep(board: Board, wanted: CoordinationToKeep, *, by: Person) -> None:
    CoordinationSetting.objects.keep(board, CoordinationTerms(**wanted.model_dump()), by=by)


COORDINATION = Further(
    asked=(
        CoordinationToKeep | None,
        Field(default=None, description="What counts as a coordinated release, and the words."),
    ),
    answered=(CoordinationAnswer, Field(description="What counts as a coordinated release.")),
    answer=_answer,
    keep=_keep,
)

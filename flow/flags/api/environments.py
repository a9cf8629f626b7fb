"""The environments of a board, and for how long production is silent, as fields of the board."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field, Strict, StringConstraints

from board.api.further import Further
from board.api.values import WHOLE, Line, RequestBody, Switch
from board.models import Board, Person
from flow.flags.models import Environment, Silence
from flow.flags.models.silence import MOST, USUAL


class EnvironmentToKeep(RequestBody):
    """Where flags are asked; exactly one is production."""

    name: Annotated[Line, StringConstraints(max_length=40)]
    production: Switch = False


class EnvironmentAnswer(BaseModel):
    name: str
    production: bool


def _keep(board: Board, wanted: Sequence[EnvironmentToKeep], *, by: Person) -> None:
    Environment.objects.arrange(board, [(each.name, each.production) for each in wanted], by=by)


def environment_answers(board: Board) -> list[EnvironmentAnswer]:
    return [
        EnvironmentAnswer(name=each.name, production=each.production)
        for each in Environment.objects.of(board)
    ]


TERMS = Further(
    asked=(
        Annotated[list[EnvironmentToKeep], Field(min_length=1, max_length=20)] | None,
        Field(default=None, description="All of them; exactly one is production."),
    ),
    answered=(list[EnvironmentAnswer], Field(description="Where flags are asked.")),
    answer=environment_answers,
    keep=_keep,
)

SILENCE = Further(
    asked=(
        Annotated[int, Strict(), Field(ge=USUAL, le=MOST), WHOLE] | None,
        Field(
            default=None,
            description="Hours without a question from production after which a flag is out of use.",
        ),
    ),
    answered=(
        int,
        Field(
            description="Hours without a question from production after which a flag is out of use."
        ),
    ),
    answer=Silence.objects.of,
    keep=Silence.objects.keep,
)

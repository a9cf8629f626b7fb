"""Which components are changed together."""

from datetime import date
from typing import Annotated

from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from board.access import visible_board
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.models.board.board import KEY
from flow.delivery.api.further import ComponentDays
from flow.ownership.api.days import days_asked
from flow.ownership.measures.coupling import worst_first
from flow.ownership.readings import Owned, components_of

router = Router(tags=["Ownership"], by_alias=True)


class CouplingQuery(ComponentDays):
    """Of which board, in which days, and whether pairs below the marks are listed, too."""

    board: Annotated[str, StringConstraints(pattern=KEY)]
    all: bool = Field(
        False, description="Also pairs below 5 changes each, 5 shared and 30 percent."
    )


CouplingAsked = Annotated[CouplingQuery, Query(...)]


class PairAnswer(BaseModel):
    """Two components that were changed by the same cards, or commits without a card."""

    a: str
    b: str
    a_id: int
    b_id: int
    shared: int = Field(description="Cards and commits that changed both.")
    revisions_a: int
    revisions_b: int
    degree: int = Field(description="Percent of the mean of both's changes, cut.")


class CouplingAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    pairs: list[PairAnswer]
    left_out: int = Field(description="Cards and commits that changed more than 30 components.")


@router.get("/components/coupling", response=CouplingAnswer, summary="Change coupling")
def show_coupling(request: ApiRequest, asked: CouplingAsked):
    """Pairs of components of a board that are changed together, the most coupled first."""
    board = visible_board(request.auth, asked.board)
    window = days_asked(board, asked.first, asked.last)
    components = components_of(board)
    coupling = Owned(board, components, window).coupling
    names = {each.pk: each.name for each in components}
    pairs = [
        PairAnswer(
            a=names[pair.a],
            b=names[pair.b],
            a_id=pair.a,
            b_id=pair.b,
            shared=pair.shared,
            revisions_a=pair.revisions_a,
            revisions_b=pair.revisions_b,
            degree=pair.degree,
        )
        for pair in worst_first(coupling.pairs(names))
        if asked.all or pair.is_worth_a_look
    ]
    return CouplingAnswer(
        first=window.first, last=window.last, pairs=pairs, left_out=coupling.left_out
    )

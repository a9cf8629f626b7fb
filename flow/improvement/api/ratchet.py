"""The proposals of the ratchet of a board, for programs."""

from typing import Annotated, Any

from ninja import Router
from pydantic import BaseModel, Field, Strict

from board.access import led_board, visible_board
from board.api.tokens import ApiRequest
from board.api.values import WHOLE, BoardKey, RequestBody, example
from flow.improvement import ratchet

router = Router(tags=["Improvement"])

People = Annotated[int, Strict(), Field(ge=1, le=ratchet.MOST_PEOPLE), WHOLE]


class AcceptAsked(RequestBody):
    model_config = example(people=5)

    people: People | None = Field(default=None, description="At set-up: how many work here.")


AS_PROPOSED = AcceptAsked()


class ProposalAnswer(BaseModel):
    proposal: dict[str, Any] | None = Field(
        description="`limit` (an id, null for a new one on the whole board), `from`, `to` and "
        "`because`; null if nothing is proposed."
    )


@router.get("/{key}/ratchet", response=ProposalAnswer, summary="What the ratchet proposes")
def show_ratchet(request: ApiRequest, key: BoardKey):
    """One place fewer after 28 clean days; a limit for the whole board where there is none. Nothing
    is applied by itself."""
    proposal = ratchet.proposal(visible_board(request.auth, key))
    return ProposalAnswer(proposal=proposal.as_answer if proposal else None)


@router.post("/{key}/ratchet/accept", response=ProposalAnswer, summary="Accept the proposal")
def accept_proposal(request: ApiRequest, key: BoardKey, asked: AcceptAsked = AS_PROPOSED):
    """Set the limit that is proposed; 409 `nothing_proposed` if none is. Answers what is proposed
    then. Leads only."""
    board = led_board(request.auth, key)
    ratchet.accept(board, by=request.auth, people=asked.people)
    proposal = ratchet.proposal(led_board(request.auth, key))
    return ProposalAnswer(proposal=proposal.as_answer if proposal else None)

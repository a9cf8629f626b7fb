"""The events of a board, in order."""

from typing import Annotated

from ninja import Router

from board.access import visible_board
from board.api.answers import event as events
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import BIGGEST_ID, BoardKey

router = Router(tags=["Events"])

Since = Annotated[
    int, Query(0, ge=0, le=BIGGEST_ID, description="The version of the board that you know.")
]


@router.get("/{key}/events", response=Page[events.EventAnswer], summary="Events")
def list_events(request: ApiRequest, key: BoardKey, since: Since = 0, page: PageNumber = 1):
    """List the events after this version of the board, in order. The numbers have no holes: go on
    with the number of the last event that you got.
    """
    board = visible_board(request.auth, key)
    happened = board.events.since(since).with_actors()
    return page_of(Page[events.EventAnswer], happened, page, events.event_answer)

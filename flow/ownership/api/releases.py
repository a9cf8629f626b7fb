"""The coordinated releases of a board, and the excluded ones."""

from datetime import date, datetime
from typing import Annotated

from ninja import Router, Status
from pydantic import BaseModel, Field, StringConstraints

from board.access import editable_card, visible_board
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, CardNumber, Line, RequestBody, example, length_of
from board.models import Card
from flow.ownership.api.days import OfOwnershipDays, days_asked
from flow.ownership.models import StruckRelease
from flow.ownership.readings import Owned, components_of

router = Router(tags=["Ownership"], by_alias=True)

Why = Annotated[Line, StringConstraints(max_length=length_of(StruckRelease, "reason"))]


class ReleaseAnswer(BaseModel):
    """A card that came to production through several components within 24 hours."""

    card: str | None = Field(description="Its key; null: it is of a board that is not this one.")
    title: str
    components: list[str] = Field(description="In the order in which they went.")
    at: datetime
    apart: float = Field(description="Hours from the first deployment to the last.")


class StruckAnswer(BaseModel):
    card: str
    reason: str
    at: datetime


class ReleasesAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    items: list[ReleaseAnswer]
    struck_off: list[StruckAnswer]


class StrikeOff(RequestBody):
    model_config = example(reason="Compatible steps on the same day")

    reason: Why


@router.get(
    "/boards/{key}/ownership/releases", response=ReleasesAnswer, summary="Coordinated releases"
)
def list_releases(request: ApiRequest, key: BoardKey, asked: OfOwnershipDays):
    """The last one first; of the components that the board shows."""
    board = visible_board(request.auth, key)
    window = days_asked(board, asked.first, asked.last)
    components = components_of(board)
    releases = Owned(board, components, window).releases
    names = {each.pk: each.name for each in components}
    cards = Card.objects.kept().filter(board=board).in_bulk([each.card for each in releases])
    items = []
    for each in releases:
        card = cards.get(each.card)
        if card is not None:
            card.board = board
        items.append(
            ReleaseAnswer(
                card=card.key if card else None,
                title=card.title if card else "",
                components=[names[pk] for pk in each.components if pk in names],
                at=each.at,
                apart=each.apart.total_seconds() / 3600,
            )
        )
    struck = [
        StruckAnswer(card=f"{board.key}-{each.card.number}", reason=each.reason, at=each.struck_at)
        for each in StruckRelease.objects.of(board)
    ]
    return ReleasesAnswer(first=window.first, last=window.last, items=items, struck_off=struck)


@router.put(
    "/boards/{key}/cards/{number}/struck-release",
    response=StruckAnswer,
    summary="Strike a release off",
)
def strike_release(request: ApiRequest, key: BoardKey, number: CardNumber, asked: StrikeOff):
    """Exclude a release whose components could have been deployed separately."""
    card = editable_card(request.auth, key, number)
    struck = StruckRelease.strike_off(card, reason=asked.reason, by=request.auth)
    return StruckAnswer(card=card.key, reason=struck.reason, at=struck.struck_at)


@router.delete(
    "/boards/{key}/cards/{number}/struck-release", response={204: None}, summary="Count it again"
)
def count_release(request: ApiRequest, key: BoardKey, number: CardNumber):
    """Take back that it was struck off."""
    StruckRelease.count_again(editable_card(request.auth, key, number))
    return Status(204, None)

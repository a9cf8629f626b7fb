from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from board.models import Event, Kind


class EventAnswer(BaseModel):
    """One line of what happened on a board."""

    number: int = Field(description="The version of the board at that moment.")
    kind: Kind
    at: datetime
    by: str | None = Field(description="An e-mail address; null is the board itself.")
    card: int | None = Field(description="The number of the card it happened to.")
    data: dict[str, Any]


def event_answer(event: Event) -> EventAnswer:
    return EventAnswer(
        number=event.number,
        kind=Kind(event.kind),
        at=event.at,
        by=event.by.email if event.by else None,
        card=event.card.number if event.card else None,
        data=event.data,
    )

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel, Field

from board.api.values import example
from board.models import Board, Card
from board.models.compiled import Compiled

IN_FULL = Compiled(lambda cards: Card.objects.in_full().filter(pk__in=cards))


class Passed(BaseModel):
    """A limit that the card was let past, and why."""

    limit: int = Field(description="The id of the limit.")
    reason: str
    by: str | None = Field(description="An e-mail address; null is the board itself.")


class CardAnswer(BaseModel):
    """A card as it is now."""

    model_config = example(
        number=12,
        key="SLU-12",
        title="Paint the crane",
        description="",
        column="Review",
        column_id=3,
        lane="Standard",
        lane_id=1,
        service_class="Standard",
        service_class_id=1,
        assignees=["ada@example.org"],
        labels=["paint"],
        due_on="2026-12-24",
        size=None,
        version=4,
        blocked=False,
        blocked_reason=None,
        overrides=[],
        age=9,
        created_at="2026-11-13T09:12:00Z",
        arrived_at="2026-11-20T16:02:00Z",
        started_at="2026-11-15T08:30:00Z",
        finished_at=None,
        archived_at=None,
    )

    number: int
    key: str
    title: str
    description: str
    column: str
    column_id: int
    lane: str
    lane_id: int
    service_class: str
    service_class_id: int
    assignees: list[str] = Field(description="E-mail addresses, in order.")
    labels: list[str]
    due_on: date | None
    size: int | None
    version: int = Field(description="Raised by each change of place, people, class or block.")
    blocked: bool
    blocked_reason: str | None
    overrides: list[Passed] = Field(description="The limits that it was let past and counts at.")
    age: int | None = Field(description="Days since its start, while it is in progress.")
    created_at: datetime
    arrived_at: datetime = Field(description="In its column.")
    started_at: datetime | None
    finished_at: datetime | None
    archived_at: datetime | None


def card_answer(card: Card) -> CardAnswer:
    """This card, read again in one statement."""
    [answer] = card_answers(card.board, [card])
    return answer


def card_answers(board: Board, cards: Iterable[Card]) -> list[CardAnswer]:
    """These cards in this order, read again in one statement."""
    ids = [card.pk for card in cards]
    found = {card.pk: card for card in IN_FULL.objects(ids)}
    return [tell(board, found[pk]) for pk in ids]


def tell(board: Board, card: Card) -> CardAnswer:
    """What there is to say of a card that was read `in_full`."""
    card.board = board
    return CardAnswer(
        number=card.number,
        key=card.key,
        title=card.title,
        description=card.description,
        column=card.column_name,
        column_id=card.column_id,
        lane=card.lane_name,
        lane_id=card.lane_id,
        service_class=card.class_name,
        service_class_id=card.service_class_id,
        assignees=card.emails,
        labels=card.label_names,
        due_on=card.due_on,
        size=card.size,
        version=card.version,
        blocked=card.blocked_because is not None,
        blocked_reason=card.blocked_because,
        overrides=[Passed(**passed) for passed in card.let_past],
        age=card.age,
        created_at=card.created_at,
        arrived_at=card.arrived_at,
        started_at=card.started_at,
        finished_at=card.finished_at,
        archived_at=card.archived_at,
    )

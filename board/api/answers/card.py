from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel, Field

from board.api.values import example
from board.models import Board, Card
from board.sql.compiled import Compiled

NOTHING = {"done": 0, "all": 0}
IN_FULL = Compiled(lambda cards: Card.objects.in_full().filter(pk__in=cards))


class Passed(BaseModel):
    """A limit or another rule of the gate that the card was let past, and why."""

    limit: int | None = Field(description="The id of the limit.")
    rule: str | None = Field(description="The code of the other rule: too_large.")
    reason: str
    by: str | None = Field(description="An e-mail address; null is the board itself.")


class Progress(BaseModel):
    """How many lines of a checklist are ticked."""

    done: int
    all: int


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
        scenarios={"done": 2, "all": 3},
        steps={"done": 0, "all": 0},
        fits=True,
        split_from=None,
        version=4,
        revision=7,
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
    scenarios: Progress = Field(description="What must be true when it is done.")
    steps: Progress = Field(description="What is to be done on it.")
    fits: bool = Field(description="Whether somebody said that it fits in the target days.")
    split_from: int | None = Field(description="The number of the card that it is a part of.")
    version: int = Field(description="Raised by each change of place, people, class or block.")
    revision: int = Field(
        description=(
            "Raised by each change of what it says: title, description, due_on, size, labels, "
            "assignees, service_class, lane. Comments do not raise it."
        )
    )
    blocked: bool
    blocked_reason: str | None
    overrides: list[Passed] = Field(description="The limits and rules that it was let past.")
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
    by_id = {card.pk: card for card in IN_FULL.objects(ids)}
    return [answer_in_full(board, by_id[pk]) for pk in ids]


def answer_in_full(board: Board, card: Card) -> CardAnswer:
    """The answer about a card that was read `in_full`."""
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
        scenarios=Progress(**(card.scenarios or NOTHING)),
        steps=Progress(**(card.steps or NOTHING)),
        fits=card.fits,
        split_from=card.split_from_number,
        version=card.version,
        revision=card.revision,
        blocked=card.blocked_because is not None,
        blocked_reason=card.blocked_because,
        overrides=[Passed(**(each | {"rule": each["rule"] or None})) for each in card.let_past],
        age=card.age,
        created_at=card.created_at,
        arrived_at=card.arrived_at,
        started_at=card.started_at,
        finished_at=card.finished_at,
        archived_at=card.archived_at,
    )

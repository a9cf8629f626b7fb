"""The scenarios and steps of a card, and its split."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, Field, StringConstraints

from board.access import editable_card, editable_item, visible_card
from board.api import lookup
from board.api.answers.card import CardAnswer, card_answers
from board.api.answers.checklist import ItemAnswer, ItemsAnswer, item_answer
from board.api.replays import done_before
from board.api.terms import OnTerms, terms
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    CardNumber,
    Id,
    IdempotencyKey,
    Line,
    Reference,
    RequestBody,
    RowId,
    Switch,
    example,
    length_of,
)
from board.models import Card, ChecklistItem, ChecklistKind, SplitPart
from board.models.card.split import MOST_PARTS

router = Router(tags=["Checklists"])

ItemText = Annotated[Line, StringConstraints(max_length=length_of(ChecklistItem, "text"))]
ItemIds = Annotated[list[RowId], Field(max_length=ChecklistItem.MOST)]
BEFORE = Field(default=None, description="The id of the line to stand before.")
AFTER = Field(default=None, description="The id of the line to stand behind.")


class ItemToAdd(OnTerms):
    model_config = example(text="Given a full column, when I drag a card there, then it is refused")

    text: ItemText
    done: Switch = False
    before: RowId | None = BEFORE
    after: RowId | None = AFTER


class ItemToChange(OnTerms):
    """Change the named fields."""

    model_config = example(done=True)

    text: ItemText = ""
    done: Switch = False
    before: RowId | None = BEFORE
    after: RowId | None = AFTER


class SplitBody(RequestBody):
    """One new card of a split."""

    title: Annotated[Line, StringConstraints(max_length=length_of(Card, "title"))]
    scenarios: ItemIds = []
    steps: ItemIds = []


class Split(OnTerms):
    model_config = example(cards=[{"title": "Refuse on the phone, too", "scenarios": [7, 8]}])

    cards: Annotated[list[SplitBody], Field(min_length=1, max_length=MOST_PARTS)]
    column: Reference | None = Field(
        default=None, description="Without one, the last queue column that has room for all."
    )


class SplitAnswer(BaseModel):
    """The card as it is now, and the new cards in order."""

    card: CardAnswer
    cards: list[CardAnswer]


def _neighbours(card: Card, asked: ItemToAdd | ItemToChange, kind: str) -> dict[str, Any]:
    """The lines that a request names as neighbours; a line that is not there is an error."""
    neighbours = {}
    for side in ("before", "after"):
        pk = getattr(asked, side)
        if pk is not None:
            item = card.checklist.of_kind(kind).kept().filter(pk=pk).first()
            if item is None:
                words = _("%(card)s has no line with the id %(id)s here.")
                raise ValidationError({side: words % {"card": card, "id": pk}})
            neighbours[side] = item
    return neighbours


def _add(
    request: ApiRequest, card: Card, kind: str, asked: ItemToAdd, key: str | None
) -> ItemAnswer:
    [item] = card.add_to_checklist(
        kind,
        [asked.text],
        by=request.auth,
        done=asked.done,
        terms=terms(request, asked, key),
        **_neighbours(card, asked, kind),
    )
    return item_answer(item)


def _change(
    request: ApiRequest, card: Card, item: ChecklistItem, asked: ItemToChange, key: str | None
) -> ItemAnswer:
    named = {name: getattr(asked, name) for name in {"text", "done"} & asked.model_fields_set}
    changed = card.change_item(
        item,
        by=request.auth,
        terms=terms(request, asked, key),
        **named,
        **_neighbours(card, asked, item.kind),
    )
    return item_answer(changed)


def _items(card: Card, kind: str) -> ItemsAnswer:
    return ItemsAnswer(items=[item_answer(each) for each in card.checklist.of_kind(kind).kept()])


@router.get(
    "/{key}/cards/{number}/scenarios", response=ItemsAnswer, summary="The scenarios of a card"
)
def list_scenarios(request: ApiRequest, key: BoardKey, number: CardNumber):
    """In order, at most 100."""
    return _items(visible_card(request.auth, key, number), ChecklistKind.SCENARIO)


@router.post(
    "/{key}/cards/{number}/scenarios",
    response={201: ItemAnswer, 200: ItemAnswer},
    summary="Add a scenario",
)
def add_scenario(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: ItemToAdd,
    idempotency_key: IdempotencyKey = None,
):
    """A scenario at the end, or next to another. 201 when it is added, 200 when a retry finds it."""
    card = editable_card(request.auth, key, number)
    status = 200 if done_before(request, asked, idempotency_key) else 201
    return Status(status, _add(request, card, ChecklistKind.SCENARIO, asked, idempotency_key))


@router.patch(
    "/{key}/cards/{number}/scenarios/{id}", response=ItemAnswer, summary="Change a scenario"
)
def change_scenario(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    id: Id,
    asked: ItemToChange,
    idempotency_key: IdempotencyKey = None,
):
    """Change the named fields: the text, the tick, the place."""
    card, item = editable_item(request.auth, key, number, id, kind=ChecklistKind.SCENARIO)
    return _change(request, card, item, asked, idempotency_key)


@router.delete(
    "/{key}/cards/{number}/scenarios/{id}", response={204: None}, summary="Remove a scenario"
)
def remove_scenario(request: ApiRequest, key: BoardKey, number: CardNumber, id: Id):
    """Take the scenario off the card."""
    card, item = editable_item(request.auth, key, number, id, kind=ChecklistKind.SCENARIO)
    card.remove_item(item, by=request.auth)
    return Status(204, None)


@router.get("/{key}/cards/{number}/steps", response=ItemsAnswer, summary="The steps of a card")
def list_steps(request: ApiRequest, key: BoardKey, number: CardNumber):
    """In order, at most 100."""
    return _items(visible_card(request.auth, key, number), ChecklistKind.STEP)


@router.post(
    "/{key}/cards/{number}/steps",
    response={201: ItemAnswer, 200: ItemAnswer},
    summary="Add a step",
)
def add_step(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: ItemToAdd,
    idempotency_key: IdempotencyKey = None,
):
    """A step at the end, or next to another. 201 when it is added, 200 when a retry finds it."""
    card = editable_card(request.auth, key, number)
    status = 200 if done_before(request, asked, idempotency_key) else 201
    return Status(status, _add(request, card, ChecklistKind.STEP, asked, idempotency_key))


@router.patch("/{key}/cards/{number}/steps/{id}", response=ItemAnswer, summary="Change a step")
def change_step(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    id: Id,
    asked: ItemToChange,
    idempotency_key: IdempotencyKey = None,
):
    """Change the named fields: the text, the tick, the place."""
    card, item = editable_item(request.auth, key, number, id, kind=ChecklistKind.STEP)
    return _change(request, card, item, asked, idempotency_key)


@router.delete("/{key}/cards/{number}/steps/{id}", response={204: None}, summary="Remove a step")
def remove_step(request: ApiRequest, key: BoardKey, number: CardNumber, id: Id):
    """Take the step off the card."""
    card, item = editable_item(request.auth, key, number, id, kind=ChecklistKind.STEP)
    card.remove_item(item, by=request.auth)
    return Status(204, None)


@router.post(
    "/{key}/cards/{number}/split",
    response={201: SplitAnswer, 200: SplitAnswer},
    summary="Split a card",
    url_name="split-card",
)
def split_card(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: Split,
    idempotency_key: IdempotencyKey = None,
):
    """Make several cards of one. It keeps its number, place, age and what is not named; the new
    cards take the named scenarios and steps and stand upstream. 201, a retry 200 with the same."""
    card = editable_card(request.auth, key, number)
    column = lookup.column(card.board, asked.column) if asked.column is not None else None
    parts = [SplitPart(each.title, each.scenarios, each.steps) for each in asked.cards]
    status = 200 if done_before(request, asked, idempotency_key) else 201
    cards = card.split(
        parts, by=request.auth, column=column, terms=terms(request, asked, idempotency_key)
    )
    first, *new = card_answers(card.board, cards)
    return Status(status, SplitAnswer(card=first, cards=new))

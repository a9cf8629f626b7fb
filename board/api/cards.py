"""Cards: those of a board, a new one, one as it is now, what it says and whose it is."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import editable_board, editable_card, visible_board, visible_card
from board.api import lookup
from board.api.answers.card import CardAnswer, answer_in_full, card_answer
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.queries import Query
from board.api.replays import replayed
from board.api.terms import OnTerms, terms
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    CardNumber,
    Day,
    IdempotencyKey,
    Line,
    Reference,
    RowId,
    Size,
    Switch,
    Text,
    example,
    length_of,
)
from board.models import Board, Card, ChecklistItem, Column, Label

router = Router(tags=["Cards"])

Title = Annotated[Line, StringConstraints(max_length=length_of(Card, "title"))]
Description = Annotated[Text, StringConstraints(max_length=length_of(Card, "description"))]
LabelName = Annotated[Line, StringConstraints(max_length=length_of(Label, "name"))]
Labels = Annotated[list[LabelName], Field(max_length=50)]
ItemText = Annotated[Line, StringConstraints(max_length=length_of(ChecklistItem, "text"))]
Lines = Annotated[list[ItemText], Field(max_length=ChecklistItem.MOST)]
Email = Annotated[Line, StringConstraints(max_length=254)]
Assignees = Annotated[
    list[Email], Field(max_length=50, description="E-mail addresses of members, in any case.")
]


ColumnFilter = Annotated[
    Reference | None, Query(None, description="Only this column: an id or an exact name.")
]
Archived = Annotated[bool, Query(False, description="Also those that are off the board.")]
Words = Annotated[
    Text,
    Query(
        "",
        max_length=200,
        description="Only cards with words that begin so in title or description, or this key.",
    ),
]


class NewCard(OnTerms):
    model_config = example(title="Paint the crane", column="Build", assignees=["ada@example.org"])

    title: Title = Field(default="", description="Needed without a template.")
    column: Reference | None = Field(
        default=None,
        description="An id or an exact name; with a template, the first column without one.",
        examples=["Build"],
    )
    template: RowId | None = Field(
        default=None, description="The id of a card template; what is named besides goes before it."
    )
    lane: Reference | None = Field(default=None, description="Without one, the first.")
    service_class: Reference | None = Field(default=None, description="Without one, the first.")
    assignees: Assignees = []
    labels: Labels = []
    description: Description = ""
    due_on: Day | None = None
    size: Size | None = None
    fits: Switch = Field(default=False, description="Whether it fits in the target days.")
    scenarios: Lines = []
    steps: Lines = []


class CardBody(OnTerms):
    """Change the named fields, as one change."""

    model_config = example(assignees=["ada@example.org"], due_on="2026-12-24", expected_revision=7)

    title: Title = ""
    description: Description = ""
    due_on: Day | None = None
    size: Size | None = None
    fits: Switch = False
    labels: Labels = []
    assignees: Assignees = []
    service_class: Reference = 0
    lane: Reference = 0


@router.get("/{key}/cards", response=Page[CardAnswer], summary="Cards")
def list_cards(
    request: ApiRequest,
    key: BoardKey,
    page: PageNumber = 1,
    column: ColumnFilter = None,
    q: Words = "",
    archived: Archived = False,
):
    """The cards of a board, column by column from left to right and each from top to bottom."""
    board = visible_board(request.auth, key)
    cards = board.cards.kept().in_full().column_by_column()
    if not archived:
        cards = cards.on_the_board()
    if column is not None:
        cards = cards.in_columns([lookup.column(board, column).pk])
    if q.strip():
        cards = cards.about(q)
    return page_of(Page[CardAnswer], cards, page, lambda card: answer_in_full(board, card))


@router.post("/{key}/cards", response={201: CardAnswer, 200: CardAnswer}, summary="Create a card")
@replayed
def create_card(
    request: ApiRequest, key: BoardKey, asked: NewCard, idempotency_key: IdempotencyKey = None
):
    """A new card at the end of a column. That is a pull: a full column refuses it.
    201 when it is made, 200 when a retry finds it made."""
    board = editable_board(request.auth, key)
    card = board.create_card(
        by=request.auth,
        terms=terms(request, asked, idempotency_key),
        column=_column(board, asked),
        **_from_template(board, asked)
        | _facts(
            board,
            asked,
            *("title", "description", "due_on", "size", "labels", "fits", "scenarios", "steps"),
        ),
    )
    return Status(201 if card.is_new else 200, card_answer(card))


@router.get("/{key}/cards/{number}", response=CardAnswer, summary="A card")
def show_card(request: ApiRequest, key: BoardKey, number: CardNumber):
    """The card as it is now, archived or not."""
    return card_answer(visible_card(request.auth, key, number))


@router.patch("/{key}/cards/{number}", response=CardAnswer, summary="Revise a card")
@replayed
def revise_card(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: CardBody,
    idempotency_key: IdempotencyKey = None,
):
    """Change the named fields, as one change. People, class and lane go through the limits. Name
    the `expected_revision` that you saw: if somebody else has changed what the card says since, the
    answer is 409 with the card as it is, and nothing is overwritten.
    """
    card = editable_card(request.auth, key, number)
    revised = card.revise(
        by=request.auth,
        terms=terms(request, asked, idempotency_key),
        **_facts(card.board, asked, "title", "description", "due_on", "size", "labels", "fits"),
    )
    return card_answer(revised)


def _column(board: Board, asked: NewCard) -> Column:
    if asked.column is not None:
        return lookup.column(board, asked.column)
    if asked.template is None:
        raise ValidationError({"column": _("Name a column, or a template.")})
    return next(iter(board.shape.columns.values()))


def _from_template(board: Board, asked: NewCard) -> dict[str, Any]:
    if asked.template is not None:
        return lookup.template(board, asked.template).card_facts(board)
    if not asked.title:
        raise ValidationError({"title": _("Write a title, or name a template.")})
    return {}


def _facts(board: Board, asked: NewCard | CardBody, *plain: str) -> dict[str, Any]:
    """Return the named fields, as the verbs take them."""
    named = asked.model_fields_set
    facts = {field: getattr(asked, field) for field in plain if field in named}
    if "assignees" in named:
        facts["assignees"] = lookup.members(board, asked.assignees)
    if "service_class" in named and asked.service_class is not None:
        facts["service_class"] = lookup.service_class(board, asked.service_class)
    if "lane" in named and asked.lane is not None:
        facts["lane"] = lookup.lane(board, asked.lane)
    return facts

"""The verbs of a card: where it goes, and whether it can go on. Each asks the limits."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from board.access import editable_board, editable_card, visible_card
from board.api import lookup
from board.api.answers.card import CardAnswer, card_answer, card_answers
from board.api.answers.placement import PlacementAnswer, placement_answer
from board.api.replays import done_before, replayed
from board.api.terms import OnTerms, terms
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    CardNumber,
    Count,
    IdempotencyKey,
    Number,
    Reference,
    RequestBody,
    example,
)
from board.models import Board, Lane, Move

router = Router(tags=["Moves"])

MOST_MOVES = 500
COLUMN = Field(description="An id or an exact name.", examples=["Review"])


class Goal(OnTerms):
    model_config = example(column="Review", before=41, expected_version=3)

    column: Reference = COLUMN
    lane: Reference | None = Field(default=None, description="Without one, the lane it is in.")
    before: Number | None = Field(
        default=None, description="The number of the card to stand before."
    )
    after: Number | None = Field(
        default=None, description="The number of the card to stand behind."
    )


class Swap(OnTerms):
    model_config = example(**{"with": 41})

    other: Number = Field(alias="with", description="The number of the other card.")


class OneMove(RequestBody):
    number: Number
    column: Reference = COLUMN
    lane: Reference | None = None
    expected_version: Count | None = Field(
        default=None,
        description="The version of this card that you saw; if it has moved on, 409.",
    )
    expected_revision: Count | None = Field(
        default=None,
        description="The revision of this card that you saw; if it says something else now, 409.",
    )


class Moves(OnTerms):
    model_config = example(
        moves=[{"number": 12, "column": "Review"}, {"number": 41, "column": "Done"}]
    )

    moves: Annotated[list[OneMove], Field(min_length=1, max_length=MOST_MOVES)]

    @field_validator("moves")
    @classmethod
    def _each_card_once(cls, moves: list[OneMove]) -> list[OneMove]:
        if len({move.number for move in moves}) < len(moves):
            raise PydanticCustomError("twice", _("A card can be named only once."))
        return moves

    @field_validator("moves")
    @classmethod
    def _versions_with_their_cards(
        cls, moves: list[OneMove], info: ValidationInfo
    ) -> list[OneMove]:
        for expected in ("expected_version", "expected_revision"):
            if info.data.get(expected) is not None and len(moves) > 1:
                raise PydanticCustomError(
                    "whose", _("Give {field} for each of the moves."), {"field": expected}
                )
        return moves


class Swapped(CardAnswer):
    """Your card as it is now, and the one that it changed places with."""

    model_config = ConfigDict(json_schema_extra=None)

    other: CardAnswer


class Cards(BaseModel):
    cards: list[CardAnswer] = Field(description="In the order in which they were named.")


@router.get(
    "/{key}/cards/{number}/placement", response=list[PlacementAnswer], summary="Where a card may go"
)
def show_placement(request: ApiRequest, key: BoardKey, number: CardNumber):
    """For each column and lane: `may`, needs a `reason`, or `no`; and the words. It is a hint for
    the moment of a drag: the move itself is judged again."""
    card = visible_card(request.auth, key, number)
    return [placement_answer(each) for each in card.placements(by=request.auth)]


@router.post("/{key}/cards/{number}/move", response=CardAnswer, summary="Move a card")
@replayed
def move(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: Goal,
    idempotency_key: IdempotencyKey = None,
):
    """Pull the card into a column: next to another card, or at the end if that has left."""
    card = editable_card(request.auth, key, number)
    neighbours = {
        side: lookup.neighbour(card.board, beside, side)
        for side, beside in (("before", asked.before), ("after", asked.after))
        if beside is not None
    }
    moved = card.move_to(
        lookup.column(card.board, asked.column),
        lane=_lane(card.board, asked.lane),
        by=request.auth,
        terms=terms(request, asked, idempotency_key),
        **neighbours,
    )
    return card_answer(moved)


@router.post("/{key}/cards/{number}/swap", response=Swapped, summary="Swap two cards")
def swap(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: Swap,
    idempotency_key: IdempotencyKey = None,
):
    """Change places with another card, as one change: column, lane and rank."""
    card = editable_card(request.auth, key, number)
    swapped = card.swap_with(
        lookup.card(card.board, asked.other, "with"),
        by=request.auth,
        terms=terms(request, asked, idempotency_key),
    )
    this, other = card_answers(card.board, swapped)
    return Swapped(**this.model_dump(), other=other)


@router.post("/{key}/moves", response=Cards, summary="Move several cards")
def move_all(
    request: ApiRequest, key: BoardKey, asked: Moves, idempotency_key: IdempotencyKey = None
):
    """Each to the end of its column, as one change: all or nothing."""
    board = editable_board(request.auth, key)
    numbers = {f"moves.{at}.number": each.number for at, each in enumerate(asked.moves)}
    try:
        moves = _named(board, numbers, asked.moves)
    except ValidationError:
        if not done_before(request, asked, idempotency_key):
            raise
        return Cards(cards=card_answers(board, lookup.cards(board, numbers)))
    moved = board.move_all(moves, by=request.auth, terms=terms(request, asked, idempotency_key))
    return Cards(cards=card_answers(board, moved))


def _named(board: Board, numbers: dict[str, int], asked: list[OneMove]) -> list[Move]:
    return [
        Move(
            card,
            lookup.column(board, each.column, f"moves.{at}.column"),
            _lane(board, each.lane, f"moves.{at}.lane"),
            each.expected_version,
            each.expected_revision,
        )
        for at, (card, each) in enumerate(zip(lookup.cards(board, numbers), asked, strict=True))
    ]


def _lane(board: Board, wanted: int | str | None, field: str = "lane") -> Lane | None:
    return lookup.lane(board, wanted, field) if wanted is not None else None

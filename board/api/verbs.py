"""The verbs of a card besides moves: block, archive, reopen, undo, and back."""

from typing import Annotated

from ninja import Router
from pydantic import Field, StringConstraints

from board import terms_of_a_block
from board.access import editable_card
from board.api import lookup
from board.api.answers.card import CardAnswer, card_answer
from board.api.replays import replayed
from board.api.terms import NO_TERMS, OnTerms, terms
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    CardNumber,
    IdempotencyKey,
    Line,
    Reference,
    example,
    length_of,
)
from board.models import Block, Card, Column

router = Router(tags=["Cards"])

Why = Annotated[Line, StringConstraints(max_length=length_of(Block, "reason"))]


class Hindrance(OnTerms):
    model_config = example(reason="Waits for the crane")

    reason: Why


HINDRANCE = terms_of_a_block.widened(Hindrance, "BlockTerms")


class WayBack(OnTerms):
    model_config = example(column="Build")

    column: Reference | None = Field(default=None, description="Without one, where it was last.")


BACK = WayBack()


@router.post("/{key}/cards/{number}/block", response=CardAnswer, summary="Block a card")
def block(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: HINDRANCE,  # type: ignore[valid-type]
    idempotency_key: IdempotencyKey = None,
):
    """Block the card, with a reason."""
    card = editable_card(request.auth, key, number)
    more = terms_of_a_block.found(card.board, request.auth, asked)
    changed = card.block(
        reason=asked.reason,  # type: ignore[attr-defined]
        by=request.auth,
        terms=terms(request, asked, idempotency_key),
        keeps=terms_of_a_block.keeps(more),
    )
    return card_answer(changed)


@router.post("/{key}/cards/{number}/unblock", response=CardAnswer, summary="Unblock a card")
def unblock(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: OnTerms = NO_TERMS,
    idempotency_key: IdempotencyKey = None,
):
    """Never refused: a limit that the card then exceeds is shown as exceeded."""
    card = editable_card(request.auth, key, number)
    changed = card.unblock(by=request.auth, terms=terms(request, asked, idempotency_key))
    return card_answer(changed)


@router.post("/{key}/cards/{number}/archive", response=CardAnswer, summary="Archive a card")
def archive(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: OnTerms = NO_TERMS,
    idempotency_key: IdempotencyKey = None,
):
    """Take the card off the board; it counts nowhere until it is restored."""
    card = editable_card(request.auth, key, number)
    changed = card.archive(by=request.auth, terms=terms(request, asked, idempotency_key))
    return card_answer(changed)


@router.post("/{key}/cards/{number}/restore", response=CardAnswer, summary="Restore a card")
@replayed
def restore(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: WayBack = BACK,
    idempotency_key: IdempotencyKey = None,
):
    """Bring an archived card back to the end of its column, or another: a pull."""
    card = editable_card(request.auth, key, number)
    changed = card.restore(
        column=_column(card, asked), by=request.auth, terms=terms(request, asked, idempotency_key)
    )
    return card_answer(changed)


@router.post("/{key}/cards/{number}/reopen", response=CardAnswer, summary="Reopen a card")
@replayed
def reopen(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: WayBack = BACK,
    idempotency_key: IdempotencyKey = None,
):
    """Reopen a finished card, in the column where it was last worked on unless one is named."""
    card = editable_card(request.auth, key, number)
    changed = card.reopen(
        column=_column(card, asked), by=request.auth, terms=terms(request, asked, idempotency_key)
    )
    return card_answer(changed)


@router.post(
    "/{key}/cards/{number}/return-to-backlog",
    response=CardAnswer,
    summary="Return a card to the backlog",
)
@replayed
def return_to_backlog(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: WayBack = BACK,
    idempotency_key: IdempotencyKey = None,
):
    """Return a started card to the backlog: it is an option again, without an age."""
    card = editable_card(request.auth, key, number)
    changed = card.return_to_backlog(
        column=_column(card, asked), by=request.auth, terms=terms(request, asked, idempotency_key)
    )
    return card_answer(changed)


@router.post("/{key}/cards/{number}/undo", response=CardAnswer, summary="Undo a move")
def undo(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: OnTerms = NO_TERMS,
    idempotency_key: IdempotencyKey = None,
):
    """Take back the card's last move: a pull like any other. 409 if anything happened since."""
    card = editable_card(request.auth, key, number)
    changed = card.undo(by=request.auth, terms=terms(request, asked, idempotency_key))
    return card_answer(changed)


def _column(card: Card, asked: WayBack) -> Column | None:
    return lookup.column(card.board, asked.column) if asked.column is not None else None

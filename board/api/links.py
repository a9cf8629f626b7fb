"""The links of a card with others."""

from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from board.access import (
    editable_card,
    editable_link,
    linkable_card,
    named_link,
    visible_boards,
    visible_card,
)
from board.api import lookup
from board.api.replays import done_before
from board.api.terms import OnTerms, terms
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    CardNumber,
    IdempotencyKey,
    Line,
    RequestBody,
    RowId,
    Switch,
    example,
)
from board.display.card.links import LinkLine, links_of
from board.models import Card, CardLink, LinkKind

router = Router(tags=["Links"])

Key = Annotated[Line, StringConstraints(max_length=24)]
SHORT = {"blocked_by": LinkKind.IS_BLOCKED_BY, "relates": LinkKind.RELATES_TO}
Reads = Annotated[
    Literal["relates_to", "blocks", "is_blocked_by"],
    BeforeValidator(lambda kind: SHORT.get(kind, kind) if isinstance(kind, str) else kind),
]


class LinkToMake(OnTerms):
    model_config = example(kind="is_blocked_by", card="SLU-56", unblocks=True)

    kind: Reads = Field(description="How it reads on this card.")
    card: Key = Field(description="The key of the other card, of any board that you may change.")
    unblocks: Switch = Field(
        default=False,
        description="Block the card that waits, and unblock it by itself when the other is done.",
    )


class LinkToRemove(RequestBody):
    model_config = example(kind="is_blocked_by", card="SLU-56")

    kind: Reads | None = None
    card: Key | None = None
    id: RowId | None = Field(default=None, description="Instead of the kind and the card.")


class LinkAnswer(BaseModel):
    """A link as it reads on the card that was asked for."""

    id: int | None = Field(
        description="Takes the link away, also where the card is hidden; null for that of a split."
    )
    kind: LinkKind
    card: str | None = Field(
        description="The key of the other card; null for one of a board that you may not see."
    )
    title: str | None
    done: bool | None = Field(description="Whether the other card is finished.")
    waits: bool = Field(description="Whether one of the two still waits for the other.")
    unblocks: bool = Field(description="Whether the end of the wait unblocks the card that waits.")


class LinksAnswer(BaseModel):
    """The links of a card, those of splits first; at most 100 others."""

    items: list[LinkAnswer]


@router.get("/{key}/cards/{number}/links", response=LinksAnswer, summary="The links of a card")
def list_links(request: ApiRequest, key: BoardKey, number: CardNumber):
    """A card of a board that you may not see is there without its key and title."""
    card = visible_card(request.auth, key, number)
    return LinksAnswer(items=[_answer(line) for line in _lines(request, card)])


@router.post(
    "/{key}/cards/{number}/links",
    response={201: LinkAnswer, 200: LinkAnswer},
    summary="Link a card with another",
)
def link_card(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    asked: LinkToMake,
    idempotency_key: IdempotencyKey = None,
):
    """201 when it is made, 200 when it is there already. A card never waits for itself: a circle of
    waits is refused with 409, `code: "link_cycle"`, and the way round."""
    card = editable_card(request.auth, key, number)
    with lookup.field("card"):
        other = linkable_card(request.auth, asked.card)
    there = done_before(request, asked, idempotency_key) or _find(request, card, asked)
    link = card.link_to(
        other,
        asked.kind,
        by=request.auth,
        unblocks=asked.unblocks,
        terms=terms(request, asked, idempotency_key),
    )
    [line] = [each for each in _lines(request, card) if each.pk == link.pk]
    return Status(200 if there else 201, _answer(line))


@router.delete(
    "/{key}/cards/{number}/links", response={204: None}, summary="Take a link of a card away"
)
def unlink_card(request: ApiRequest, key: BoardKey, number: CardNumber, asked: LinkToRemove):
    """The same from either card, by kind and card or by the id of the link.
    A block that it brought stays until somebody unblocks the card."""
    card = editable_card(request.auth, key, number)
    link = _named(request, card, asked)
    card.unlink(link, by=request.auth)
    return Status(204, None)


def _named(request: ApiRequest, card: Card, asked: LinkToRemove) -> CardLink:
    """The link of this id, or that reads so and goes to that card."""
    named = {name: getattr(asked, name) for name in ("kind", "card")}
    if asked.id is not None:
        if any(named.values()):
            raise ValidationError({"id": _("Name the id, or the kind and the card.")})
        _card, link = editable_link(request.auth, card.board.key, card.number, asked.id)
        return link
    missing = {
        name: _("Name the kind and the card, or the id.") for name in named if not named[name]
    }
    if missing:
        raise ValidationError(missing)
    return named_link(request.auth, card, LinkKind(named["kind"]), named["card"])


def _find(request: ApiRequest, card: Card, asked: LinkToMake) -> LinkLine | None:
    """The link, if it is there already."""
    key = asked.card.upper()
    lines = _lines(request, card)
    return next((each for each in lines if each.kind == asked.kind and each.name == key), None)


def _lines(request: ApiRequest, card: Card) -> list[LinkLine]:
    return links_of(card, visible_boards(request.auth))


def _answer(line: LinkLine) -> LinkAnswer:
    return LinkAnswer(
        id=line.pk,
        kind=line.kind,
        card=line.card.key if line.card else None,
        title=line.card.title if line.card else None,
        done=line.is_done,
        waits=line.waits,
        unblocks=line.unblocks,
    )

"""Cards that take two components apart."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, Field

from board.access import editable_board
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, Reference, RequestBody, example
from flow.ownership.api.names import component_named
from flow.ownership.count import count_of
from flow.ownership.models import DecouplingCard

router = Router(tags=["Ownership"], by_alias=True)


class NewDecouplingCard(RequestBody):
    """`a` is to be deployed without `b`; each by its id or its name."""

    model_config = example(a="api", b="web")

    a: Reference
    b: Reference


class DecouplingCardAnswer(BaseModel):
    """The card, and the figures of the two components on the day on which it was made."""

    card: str
    title: str
    a: str
    b: str
    together: int = Field(description="Coordinated releases of both in the 90 days before.")
    degree: int | None = Field(description="Change coupling, percent; null: nothing changed both.")
    made_at: datetime


@router.post(
    "/boards/{key}/ownership/decoupling-cards",
    response={200: DecouplingCardAnswer, 201: DecouplingCardAnswer},
    summary="Create a card that takes two components apart",
)
def make_decoupling_card(request: ApiRequest, key: BoardKey, asked: NewDecouplingCard):
    """A pull like any other. It keeps the figures of today; while one is open, it is that (200)."""
    board = editable_board(request.auth, key)
    count = count_of(board)
    a, b = (component_named(count.components, getattr(asked, each), each) for each in "ab")
    if a.pk == b.pk:
        raise ValidationError({"b": _("Name two components.")})
    pair = count.pair(a.pk, b.pk)
    made, is_new = DecouplingCard.make(
        board,
        a,
        b,
        together=len(count.releases_of(a.pk, b.pk)),
        degree=pair.degree if pair else None,
        by=request.auth,
    )
    answer = DecouplingCardAnswer(
        card=made.card.key,
        title=made.card.title,
        a=a.name,
        b=b.name,
        together=made.together,
        degree=made.degree,
        made_at=made.made_at,
    )
    return Status(201 if is_new else 200, answer)

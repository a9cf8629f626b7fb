"""The links of a card with others."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from board.access import editable_card, editable_link
from board.forms.link import LinkForm, UnlinkForm
from board.http import SignedInRequest, signed_in, terms_of
from board.models import Card
from board.views.answers import changed


@require_POST
@signed_in
def link(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Link the card with another; on the same board, that one is redrawn, too."""
    card = editable_card(request.user, key, number)
    form = LinkForm(request.POST, person=request.user)
    if not form.is_valid():
        return changed(request, form, card)
    made = card.link_to(
        form.cleaned_data["card"], by=request.user, terms=terms_of(request, form), **form.link()
    )
    return changed(request, form, *_ends(card, made.from_card, made.to_card))


@require_POST
@signed_in
def unlink(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    card, link = editable_link(request.user, key, number, pk)
    form = UnlinkForm(request.POST)
    if form.is_valid():
        card.unlink(link, by=request.user, terms=terms_of(request, form))
    return changed(request, form, *_ends(card, link.from_card, link.to_card))


def _ends(card: Card, *ends: Card) -> list[Card]:
    """Return the card as it is now, and the other if it is on the same board."""
    here = sorted((end for end in ends if end.board_id == card.board_id), key=lambda e: e != card)
    for end in here:
        end.board.role = card.board.role
    return here

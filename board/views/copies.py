"""Another card that says the same."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from board.access import editable_card
from board.forms.card import CopyForm
from board.http import SignedInRequest, signed_in, terms_of
from board.views.answers import changed


@require_POST
@signed_in
def copy(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = CopyForm(request.POST, board=card.board)
    if not form.is_valid():
        return changed(request, form, card)
    made = card.board.copy_card(card, **form.goal(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, made, about=card)

"""The views that block and unblock a card."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from board import terms_of_a_block
from board.access import editable_card
from board.forms.verbs import BlockForm, UnblockForm
from board.http import SignedInRequest, signed_in, terms_of
from board.views.answers import changed


@require_POST
@signed_in
def block(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = BlockForm(request.POST, board=card.board, person=request.user)
    if form.is_valid():
        card = card.block(
            reason=form.cleaned_data["reason"],
            by=request.user,
            terms=terms_of(request, form),
            keeps=terms_of_a_block.keeps(form.cleaned_data),
        )
    return changed(request, form, card)


@require_POST
@signed_in
def unblock(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = UnblockForm(request.POST)
    if form.is_valid():
        card = card.unblock(by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)

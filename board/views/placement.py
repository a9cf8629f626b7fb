"""Where a card is: one verb a URL."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from board.access import editable_card
from board.back import Back
from board.display.card.menu import Menu
from board.forms.verbs import MoveForm, ReopenForm, ReturnForm, SwapForm, UndoForm
from board.http import SignedInRequest, signed_in, terms_of
from board.views.answers import changed


@never_cache
@require_GET
@signed_in
def show(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Where the card may go, in words: its menu, a page of its own, and the hints of a drag."""
    card = editable_card(request.user, key, number)
    template = "board/placement.html#menu" if request.htmx else "board/placement.html"
    back = request.GET.get("back", Back.BOARD)
    context = {"board": card.board, "menu": Menu(card, request.user), "back": back}
    return render(request, template, context)


@require_POST
@signed_in
def move(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    left = [card.column_id]
    form = MoveForm(request.POST, board=card.board)
    if form.is_valid():
        card = card.move_to(**form.goal(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, card, left=left)


@require_POST
@signed_in
def swap(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = SwapForm(request.POST, board=card.board)
    if not form.is_valid():
        return changed(request, form, card)
    other = form.cleaned_data["with"]
    left = [card.column_id, other.column_id]
    cards = card.swap_with(other, by=request.user, terms=terms_of(request, form))
    return changed(request, form, *cards, left=left)


@require_POST
@signed_in
def reopen(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    left = [card.column_id]
    form = ReopenForm(request.POST, board=card.board)
    if form.is_valid():
        card = card.reopen(**form.goal(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, card, left=left)


@require_POST
@signed_in
def return_to_backlog(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    left = [card.column_id]
    form = ReturnForm(request.POST, board=card.board)
    if form.is_valid():
        card = card.return_to_backlog(**form.goal(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, card, left=left)


@require_POST
@signed_in
def undo(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Take back the card's last move; a swap with the other card, where that is named."""
    card = editable_card(request.user, key, number)
    form = UndoForm(request.POST, board=card.board)
    if not form.is_valid():
        return changed(request, form, card)
    other, terms = form.cleaned_data["with"], terms_of(request, form)
    left = [each.column_id for each in (card, other) if each]
    if other is None:
        return changed(request, form, card.undo(by=request.user, terms=terms), left=left)
    return changed(request, form, *card.undo_swap(other, by=request.user, terms=terms), left=left)

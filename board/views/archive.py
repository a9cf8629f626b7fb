"""The views of archived cards: archive or delete a card, list the archive, restore."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from board.access import editable_card, restorable_card, visible_board
from board.forms.verbs import ArchiveForm, DeleteForm, RestoreForm
from board.http import SignedInRequest, signed_in, terms_of
from board.views.answers import changed

SHOWN = 100


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    gone = board.cards.archived().select_related("column")
    context = {
        "board": board,
        "cards": gone.kept()[:SHOWN],
        "deleted": board.cards.recoverable().select_related("column")[:SHOWN],
    }
    return render(request, "board/archive.html", context)


@require_POST
@signed_in
def archive(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = ArchiveForm(request.POST)
    if form.is_valid():
        card = card.archive(by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)


@require_POST
@signed_in
def delete(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Delete a card; for a day it comes back by a restore."""
    card = editable_card(request.user, key, number)
    form = DeleteForm(request.POST)
    if form.is_valid():
        card = card.discard(by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)


@require_POST
@signed_in
def restore(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = restorable_card(request.user, key, number)
    form = RestoreForm(request.POST, board=card.board)
    if form.is_valid():
        card = card.restore(**form.goal(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)

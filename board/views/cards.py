"""A card: make one, show it, edit it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import editable_board, editable_card, visible_card
from board.display.sheet import Sheet
from board.forms import CardForm, NewCardForm
from board.http import Asked, signed_in, terms_of
from board.models import Person
from board.views.answers import changed


@require_POST
@signed_in
def create(request: Asked, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    form = NewCardForm(request.POST, board=board)
    if not form.is_valid():
        template = "board/invalid.html" if request.htmx else "board/new_card.html"
        return render(request, template, {"board": board, "form": form}, status=422)
    card = board.create_card(**form.facts(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)


@require_GET
@signed_in
def show(request: Asked, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    sheet = Sheet(card, request.user)
    return render(request, "board/card.html", {"board": card.board, "sheet": sheet})


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: Asked, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    team = Person.objects.working_on(card.board)
    form = CardForm.about(card, request.POST or None, team=team)
    if form.is_valid():
        card.revise(**form.revision(), by=request.user, terms=terms_of(request, form))
        return redirect("card", key=key, number=number)
    context = {"board": card.board, "card": card, "form": form}
    return render(request, "board/edit.html", context, status=422 if form.errors else 200)

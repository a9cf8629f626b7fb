"""A card: make one, show it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from board.access import editable_board, known_card
from board.back import Back
from board.display.card.sheet import Sheet
from board.forms.card import ReadingForm
from board.forms.verbs import NewCardForm
from board.http import SignedInRequest, pieces, signed_in, terms_of
from board.views.answers import changed


@require_POST
@signed_in
def create(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    form = NewCardForm(request.POST, board=board)
    if not form.is_valid():
        context = {"board": board, "form": form}
        if request.htmx:
            return pieces(request, "board/invalid.html", context, status=422)
        return render(request, "board/new_card.html", context, status=422)
    card = board.create_card(**form.facts(), by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)


@require_GET
@vary_on_headers("HX-Request")
@signed_in
def show(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """A page of its own; to the board's page, or to a sheet that asks for news, the sheet alone."""
    card = known_card(request.user, key, number)
    reading = ReadingForm(request.GET)
    if not request.htmx:
        sheet = Sheet(card, request.user, Back.CARD, reading=reading)
        return render(request, "board/card.html", {"board": card.board, "sheet": sheet})
    if reading.since is not None and not card.events.since(reading.since).exists():
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    sheet = Sheet(card, request.user, Back.asked_in(request.GET), reading=reading)
    template = "board/sheet/answer.html" if reading.done else "board/sheet/_sheet.html"
    context = {"board": card.board, "sheet": sheet, "done": reading.done}
    return render(request, template, context)

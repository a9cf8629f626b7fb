"""What a change is answered with: to a page that draws for itself, its pieces; else a page."""

from collections.abc import Collection

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from board.display.answer import Answer
from board.display.sheet import Sheet
from board.forms import TermsForm
from board.http import Asked, sight_of
from board.models import Card


def changed(
    request: Asked, form: TermsForm, *cards: Card, left: Collection[int] = ()
) -> HttpResponse:
    """These cards have changed, and have left those columns; or the form says what is wrong.

    The board's page gets the cards and the changed heads; a plain form gets the page it came from.
    """
    card = cards[0]
    if form.errors:
        return _invalid(request, form, card)
    if request.htmx:
        answer = Answer(card.board, cards, left, sight_of(request, card.board))
        context = {"board": card.board, "answer": answer, "card": card, "verb": form.verb}
        return render(request, "board/moved.html", context, status=201 if card.is_new else 200)
    return redirect(_page_of(request, card))


def _invalid(request: Asked, form: TermsForm, card: Card) -> HttpResponse:
    if request.htmx:
        return render(request, "board/invalid.html", {"form": form}, status=422)
    context = {"board": card.board, "sheet": Sheet(card, request.user, wrong=form)}
    return render(request, "board/card.html", context, status=422)


def _page_of(request: Asked, card: Card) -> str:
    if request.POST.get("back") == "board":
        return f"{reverse('board', args=[card.board.key])}#card-{card.number}"
    return reverse("card", args=[card.board.key, card.number])

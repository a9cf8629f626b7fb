"""The answers to a change: the pieces, for a page that draws itself; else a page."""

from collections.abc import Collection
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from board import extensions
from board.back import Back
from board.display.card.sheet import Sheet
from board.display.page.answer import MoveAnswer
from board.forms.card import CardForm
from board.forms.verbs import TermsForm
from board.http import SignedInRequest, pieces, sight_of
from board.models import Card


def changed(
    request: SignedInRequest,
    form: TermsForm,
    *cards: Card,
    left: Collection[int] = (),
    about: Card | None = None,
) -> HttpResponse:
    """These cards have changed, and have left those columns; or the form says what is wrong.

    The board's page gets the cards and the changed heads, an opened card its sheet (of the first
    card, or what it is `about`); a plain form gets the page it came from.
    """
    card = cards[0]
    if form.errors:
        return _invalid(request, form, card)
    if not request.htmx:
        return redirect(_page_of(request, card))
    back = Back.asked_in(request.POST)
    context: dict[str, Any] = {"board": card.board, "card": card, "verb": form.verb}
    context["parts"] = cards[1:]
    if back.shows_board:
        context["answer"] = MoveAnswer(card.board, cards, left, sight_of(request, card.board))
    if back.shows_sheet:
        context["sheet"] = Sheet(about or card, request.user, back)
        context["done"] = f"sheet-{form.verb}" if isinstance(form, CardForm) else None
    answer = pieces(request, "board/moved.html", context, status=201 if card.is_new else 200)
    if card.deleted_at and back == Back.SHEET:
        trigger_client_event(answer, "card-gone")
    return answer


def commented(
    request: SignedInRequest, form: Form, card: Card, *, comment: int | None = None
) -> HttpResponse:
    """A comment was written or changed; or the form says what is wrong."""
    if form.errors:
        return _invalid(request, form, card)
    if not request.htmx:
        place = f"comment-{comment}" if comment else "comments"
        return redirect(f"{reverse('card', args=[card.board.key, card.number])}#{place}")
    sheet = Sheet(card, request.user, Back.asked_in(request.POST))
    done = f"comment-{comment}" if comment else None  # what is typed next is left alone
    context = {"board": card.board, "sheet": sheet, "done": done}
    return pieces(request, "board/sheet/answer.html", context)


def _invalid(request: SignedInRequest, form: Any, card: Card) -> HttpResponse:
    if request.htmx:
        return pieces(request, "board/invalid.html", {"form": form}, status=422)
    context = {"board": card.board, "sheet": Sheet(card, request.user, Back.CARD, wrong=form)}
    return render(request, "board/card.html", context, status=422)


def _page_of(request: SignedInRequest, card: Card) -> str:
    back, key = request.POST.get("back", ""), card.board.key
    if back == Back.BOARD:
        return f"{reverse('board', args=[key])}#card-{card.number}"
    if page := dict(extensions.ways_back()).get(back):
        return reverse(page, args=[key])
    return reverse("card", args=[card.board.key, card.number])

"""The scenarios and steps of a card, and its split."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from board.access import editable_card, editable_item, removed_item
from board.back import Back
from board.display.card.sheet import Sheet
from board.display.card.split import SplitPage
from board.display.page.answer import MoveAnswer
from board.forms.card import ItemForm, LinesForm
from board.forms.split import FEW, SplitForm
from board.http import SignedInRequest, pieces, sight_of, signed_in, terms_of
from board.models import Card, ChecklistItem
from board.models.words import is_number
from board.views.answers import changed


@require_POST
@signed_in
def add(request: SignedInRequest, key: str, number: int, kind: str) -> HttpResponse:
    """Add the lines of a text, in order."""
    card = editable_card(request.user, key, number)
    form = LinesForm(request.POST, kind=kind)
    if not form.is_valid():
        return changed(request, form, card)
    card.add_to_checklist(
        kind, form.cleaned_data["text"], by=request.user, terms=terms_of(request, form)
    )
    return _shown(request, card)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Reword, tick or move a line; a plain page has the form for its words."""
    card, item = editable_item(request.user, key, number, pk)
    posted = request.POST if request.method == "POST" else None
    form = ItemForm(posted, initial={"text": item.text})
    if form.is_valid():
        change = form.change(card, item.kind)
        card.change_item(item, by=request.user, terms=terms_of(request, form), **change)
        return _shown(request, card)
    if form.errors:
        return changed(request, form, card)
    context = {"board": card.board, "card": card, "item": item, "form": form}
    return render(request, "board/checklist/edit.html", context)


@require_POST
@signed_in
def remove(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    card, item = editable_item(request.user, key, number, pk)
    return _shown(request, card, removed=card.remove_item(item, by=request.user))


@require_POST
@signed_in
def restore(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    card, item = removed_item(request.user, key, number, pk)
    card.restore_item(item, by=request.user)
    return _shown(request, card)


@require_http_methods(["GET", "POST"])
@signed_in
def split(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Make several cards of one: a dialog over the board, or a page.

    `another` asks for the form again, with one card more.
    """
    card = editable_card(request.user, key, number)
    asked = request.POST if request.method == "POST" else request.GET
    cards = int(asked["cards"]) if is_number(asked.get("cards", ""), longest=2) else FEW
    seen = {"initial": {"expected_version": card.version}}
    posted = request.POST if request.method == "POST" else None
    form = SplitForm(posted, card=card, cards=cards, **seen)
    asks_again = "another" in request.POST
    if asks_again:
        form = form.with_another_card()
    elif form.is_valid():
        made = card.split(form.parts(), by=request.user, terms=terms_of(request, form))
        return changed(request, form, *made)
    context = {
        "board": card.board,
        "split": SplitPage(card, form),
        "back": Back.asked_in(request.POST or request.GET),
    }
    status = 422 if form.errors else 200
    if request.htmx and (asks_again or form.errors):
        return pieces(request, "board/split_again.html", context, status=status, of="dialog")
    template = "board/split.html#dialog" if request.htmx else "board/split.html"
    return render(request, template, context, status=status)


def _shown(
    request: SignedInRequest, card: Card, *, removed: ChecklistItem | None = None
) -> HttpResponse:
    """The lines of the card have changed: its sheet and its face are drawn again."""
    if not request.htmx:
        return redirect(f"{reverse('card', args=[card.board.key, card.number])}#scenarios")
    back = Back.asked_in(request.POST)
    card = editable_card(request.user, card.board.key, card.number)
    context: dict[str, Any] = {"board": card.board, "card": card, "removed": removed, "back": back}
    if back.shows_board:
        context["answer"] = MoveAnswer(card.board, [card], (), sight_of(request, card.board))
    if back.shows_sheet:
        context["sheet"] = Sheet(card, request.user, back)
    return pieces(request, "board/checklist/answer.html", context)

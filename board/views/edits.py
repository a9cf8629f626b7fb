"""The views that edit a part of a card, and preview a text."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from board.access import editable_card
from board.back import Back
from board.display.page.named_in_card import NamedInCard
from board.forms.card import CARD_FORMS, CardForm
from board.http import SignedInRequest, signed_in, terms_of
from board.markdown import rendered
from board.models import Card, Person
from board.views.answers import changed


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, key: str, number: int, part: str) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = _form(request, card, part)
    if form.is_valid():
        card = card.revise(**form.revision(), by=request.user, terms=terms_of(request, form))
        return changed(request, form, card)
    return _shown(request, card, form)


@require_POST
@signed_in
def preview(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """A description as it will look; for a plain form, below what is typed."""
    card = editable_card(request.user, key, number)
    form = _form(request, card, "description")
    if not form.is_valid():
        if request.htmx:
            return render(request, "board/invalid.html", {"form": form}, status=422)
        return _shown(request, card, form)
    text = form.cleaned_data["description"]
    looks = NamedInCard(request.user, card.board, [text]).in_html(rendered(text))
    return HttpResponse(looks) if request.htmx else _shown(request, card, form, preview=looks)


def _form(request: SignedInRequest, card: Card, part: str) -> CardForm:
    team = Person.objects.working_on(card.board)
    posted = request.POST if request.method == "POST" else None
    return CARD_FORMS[part].about(card, posted, team=team)


def _shown(request: SignedInRequest, card: Card, form: CardForm, preview: str = "") -> HttpResponse:
    back = Back.asked_in(request.POST or request.GET) if request.htmx else Back.CARD
    context = {"board": card.board, "card": card, "form": form, "preview": preview, "back": back}
    template = "board/edit.html#answer" if request.htmx else "board/edit.html"
    return render(request, template, context, status=422 if form.errors else 200)

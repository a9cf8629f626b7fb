"""The verbs of a team for a card that it talks about, besides those of the card's menu."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from board.access import editable_card
from board.forms.card import CommentForm
from board.forms.verbs import TermsForm
from board.http import SignedInRequest, pieces, signed_in, terms_of
from board.models import Board, Person
from flow.standup.forms import AssignForm
from flow.standup.views.walk import walk_now


@require_POST
@signed_in
def assign(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = AssignForm(request.POST, team=list(Person.objects.working_on(card.board)))
    if not form.is_valid():
        return _invalid(request, card.board, form)
    people = form.cleaned_data["assignees"]
    card.assign(*people, by=request.user, terms=terms_of(request, form))
    return walk_now(request, card.board)


@require_POST
@signed_in
def remark(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _invalid(request, card.board, form)
    card.comment(form.cleaned_data["text"], by=request.user, terms=terms_of(request, form))
    return walk_now(request, card.board)


def _invalid(request: SignedInRequest, board: Board, form: TermsForm) -> HttpResponse:
    context = {"board": board, "form": form}
    if request.htmx:
        return pieces(request, "board/invalid.html", context, status=422)
    return render(request, "flow/standup/form.html", context, status=422)

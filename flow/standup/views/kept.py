"""The views of past standups: summary, actions, and mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import visible_board
from board.display.page.named_cards import NamedCards
from board.http import SignedInRequest, signed_in, terms_of
from board.models import Board, Person
from board.models.words import isolated
from flow.standup.access import editable_action, editable_standup, kept_standup
from flow.standup.forms import ActionCardForm, ActionForm, ReaderForm
from flow.standup.mail import NO_MORE_STANDUPS
from flow.standup.models import Reader, Standup
from flow.standup.summary import StandupSummary
from flow.standup.views.walk import walk_now

A_PAGE = 30


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    page = Paginator(Standup.objects.kept(board), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "flow/standup/kept.html", {"board": board, "page": page})


@require_GET
@signed_in
def show(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    standup = kept_standup(request.user, key, pk)
    summary = StandupSummary(standup)
    named = NamedCards(request.user, [action.text for action in summary.actions])
    context = {"board": standup.board, "summary": summary, "named": named}
    return render(request, "flow/standup/summary.html", context)


@require_POST
@signed_in
def note(request: SignedInRequest, key: str) -> HttpResponse:
    """Note an action while the standup goes on."""
    standup = editable_standup(request.user, key)
    form = ActionForm(request.POST)
    if not form.is_valid():
        context = {"board": standup.board, "form": form}
        template = "board/invalid.html" if request.htmx else "flow/standup/form.html"
        return render(request, template, context, status=422)
    standup.note(form.cleaned_data["text"], by=request.user)
    return walk_now(request, standup.board)


@require_POST
@signed_in
def make_card(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    action = editable_action(request.user, key, pk)
    board = action.standup.board
    form = ActionCardForm(request.POST, board=board)
    if form.is_valid():
        column = form.cleaned_data["column"]
        terms = terms_of(request, form)
        card = action.become_card(by=request.user, column=column, terms=terms)
        messages.success(
            request,
            _("%(card)s is in %(column)s.") % {"card": card, "column": isolated(str(column))},
        )
    else:
        messages.error(request, _("Choose a column for the card."))
    return redirect("kept-standup", key=key, pk=action.standup_id)


@require_POST
@signed_in
def read(request: SignedInRequest, key: str) -> HttpResponse:
    """Get the summaries by mail from now on, or no more."""
    board = visible_board(request.user, key)
    form = ReaderForm(request.POST)
    if form.is_valid() and form.cleaned_data["wants"]:
        Reader.objects.add(board, request.user)
    else:
        Reader.objects.remove(board, request.user)
    return redirect("standup", key=key)


@csrf_exempt  # the signed link is the permission; a mail program that posts it has no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """End the summaries of a board to a person; only a POST does it, for programs look at links."""
    about = NO_MORE_STANDUPS.read(token)
    if about is None:
        raise Http404
    board_id, person_id = about
    board = Board.objects.in_bulk([board_id]).get(board_id)
    if request.method == "POST" and board:
        Reader.objects.remove(board, Person(pk=person_id))
    context = {"name": board.name if board else "", "is_done": request.method == "POST"}
    return render(request, "flow/standup/no_more.html", context)

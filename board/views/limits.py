"""How many cards are enough: in a column, and in any set of cards."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import led_board, led_column, led_limit
from board.display.settings.setup import Setup
from board.forms.errors import tried
from board.http import SignedInRequest, signed_in
from board.settings_pages.column_table import gate_row
from board.settings_pages.limits import LimitForm, SentenceForm
from board.settings_pages.seen import status_of
from board.views.columns import setup_page


@require_http_methods(["GET", "POST"])
@signed_in
def of_column(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A column's own limit: an empty maximum lifts it."""
    board = led_board(request.user, key)
    column = board.shape.columns.get(pk)
    if column is None:
        raise Http404
    form = LimitForm(board.shape.own_limit(column), request.POST or None)
    if form.is_valid():
        with tried(form):
            board.limit_column(column, by=request.user, **form.cleaned_data)
            return redirect("board", key=key)
    context = {"board": board, "column": column, "form": form}
    return render(request, "board/limit.html", context, status=status_of(form))


@require_POST
@signed_in
def add(request: SignedInRequest, key: str) -> HttpResponse:
    """A limit on any set of cards."""
    board = led_board(request.user, key)
    form = SentenceForm(board, data=request.POST)
    if form.is_valid():
        with tried(form):
            board.add_limit(**form.cleaned_data, by=request.user)
            return redirect(_limits_of(key))
    return setup_page(request, Setup(board, sentence=form), status=422)


@require_GET
@signed_in
def in_words(request: SignedInRequest, key: str) -> HttpResponse:
    """Return the sentence of a limit, while somebody chooses its fields."""
    form = SentenceForm(led_board(request.user, key), data=request.GET)
    return HttpResponse(escape(form.sentence))


@require_GET
@signed_in
def of_column_in_words(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Return the sentence of a limit of this column, or of the pair that begins with it."""
    row = gate_row(led_column(request.user, key, pk), request.GET)
    return HttpResponse(escape(row.sentence))


@require_POST
@signed_in
def change(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    limit = led_limit(request.user, key, pk)
    form = SentenceForm(limit.board, limit, request.POST)
    if form.is_valid():
        with tried(form):
            limit.board.change_limit(limit, **form.cleaned_data, by=request.user)
            return redirect(_limits_of(key))
    return setup_page(request, Setup(limit.board, sentence=form), status=status_of(form))


@require_POST
@signed_in
def remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    limit = led_limit(request.user, key, pk)
    limit.board.remove_limit(limit, by=request.user)
    return redirect(_limits_of(key))


def _limits_of(key: str) -> str:
    return reverse("settings", args=[key]) + "#more-limits"

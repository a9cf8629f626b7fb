"""The columns of a board and how many cards are enough: one page, and one for the words of each."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import led_board, led_column, visible_board
from board.display.settings.setup import Setup
from board.forms.errors import tried
from board.http import SignedInRequest, signed_in
from board.models import Board, Column
from board.settings_pages.column_table import ColumnsForm
from board.settings_pages.columns import ArchiveColumnForm, ColumnForm, NewColumnForm
from board.settings_pages.seen import status_of


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    return setup_page(request, Setup(visible_board(request.user, key)))


@require_POST
@signed_in
def save(request: SignedInRequest, key: str) -> HttpResponse:
    """Save the table: what was changed in it, and the order of its rows."""
    board = led_board(request.user, key)
    table = ColumnsForm(board, request.POST)
    if not table.save(by=request.user):
        return setup_page(
            request,
            Setup(board, table=table),
            status=status_of(table, *table.rows, *table.pairs.values()),
        )
    moved = f"?moved={table.moved}" if table.moved else ""  # its button gets the focus
    return redirect(reverse("settings", args=[key]) + moved)


@require_POST
@signed_in
def add(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = NewColumnForm(request.POST, board=board)
    if form.is_valid():
        with tried(form):
            column = board.add_column(**form.cleaned_data, by=request.user)
    if form.errors:
        return setup_page(request, Setup(board, new_column=form), status=422)
    return redirect(reverse("settings", args=[key]) + f"#column-{column.pk}")


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Show the name and the policy of a column."""
    column = led_column(request.user, key, pk)
    form = ColumnForm(request.POST or None, instance=column)
    if form.is_valid():
        with tried(form):
            led_column(request.user, key, pk).revise(**form.cleaned_data, by=request.user)
            return redirect("settings", key=key)
    return _column_page(request, column, form, ArchiveColumnForm(column=column))


@require_POST
@signed_in
def archive(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Take a column off the board; its cards go where the person says."""
    column = led_column(request.user, key, pk)
    form = ArchiveColumnForm(request.POST, column=column)
    if form.is_valid():
        with tried(form):
            column.archive(**form.cleaned_data, by=request.user)
            return redirect("settings", key=key)
    return _column_page(request, column, ColumnForm(instance=column), form)


def setup_page(request: SignedInRequest, setup: Setup, *, status: int = 200) -> HttpResponse:
    """The page of columns and limits."""
    context = {
        "board": setup.board,
        "setup": setup,
        "page": "settings",
        "moved": request.GET.get("moved", ""),
    }
    return render(request, "settings/setup.html", context, status=status)


def _column_page(
    request: SignedInRequest, column: Column, form: ColumnForm, archive: ArchiveColumnForm
) -> HttpResponse:
    board: Board = column.board
    context = {"board": board, "column": column, "form": form, "archive": archive}
    status = status_of(form, archive)
    return render(request, "settings/column.html", context, status=status)

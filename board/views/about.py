"""The board itself: what it is called, what was changed about it, and how it ends."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import kept_board, led_board, visible_board
from board.display.settings.log import ChangesPage, number
from board.forms.errors import tried
from board.http import SignedInRequest, signed_in
from board.models import Board
from board.models.words import isolated
from board.settings_pages.about import AboutForm, BatchForm, EraseForm, ExpectationForm
from board.settings_pages.seen import status_of


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: SignedInRequest, key: str) -> HttpResponse:
    board = kept_board(request.user, key)
    form = AboutForm(request.POST or None, instance=kept_board(request.user, key))
    if form.is_valid():
        with tried(form):
            board.revise(**form.cleaned_data, by=request.user)
            return redirect("about-board", key=key)
    return _page(request, board, form=form)


@require_POST
@signed_in
def expect(request: SignedInRequest, key: str) -> HttpResponse:
    """How long work should take, typed or taken from history."""
    board = led_board(request.user, key)
    form = ExpectationForm(request.POST, board=board)
    if form.is_valid():
        with tried(form):
            form.save(by=request.user)
            return redirect("about-board", key=key)
    return _page(request, board, expectation=form)


@require_POST
@signed_in
def limit_batches(request: SignedInRequest, key: str) -> HttpResponse:
    """How small a card must be to start."""
    board = led_board(request.user, key)
    form = BatchForm(request.POST, board=board)
    if not form.is_valid():
        return _page(request, board, batch=form)
    form.save(by=request.user)
    return redirect("about-board", key=key)


@require_POST
@signed_in
def archive(request: SignedInRequest, key: str) -> HttpResponse:
    """Take the board out of the lists; it can be looked at, and not be changed."""
    kept_board(request.user, key).archive(by=request.user)
    return redirect("about-board", key=key)


@require_POST
@signed_in
def restore(request: SignedInRequest, key: str) -> HttpResponse:
    kept_board(request.user, key).restore(by=request.user)
    return redirect("board", key=key)


@require_POST
@signed_in
def erase(request: SignedInRequest, key: str) -> HttpResponse:
    """Delete the board for good, if its key was typed."""
    board = kept_board(request.user, key)
    form = EraseForm(request.POST, board=board)
    if not form.is_valid():
        return _page(request, board, erase=form)
    board.withdraw()  # a task deletes its rows, however many there are
    messages.success(request, _("%(board)s is deleted.") % {"board": isolated(board.name)})
    return redirect("boards")


@require_GET
@signed_in
def changes(request: SignedInRequest, key: str) -> HttpResponse:
    """Show the changes of the board itself, with their actors and times; the last first."""
    board = visible_board(request.user, key)
    changes = ChangesPage(board, before=number(request.GET.get("before")))
    context = {"board": board, "changes": changes, "page": "changes"}
    return render(request, "settings/changes.html", context)


def _page(
    request: SignedInRequest,
    board: Board,
    *,
    form: AboutForm | None = None,
    expectation: ExpectationForm | None = None,
    batch: BatchForm | None = None,
    erase: EraseForm | None = None,
) -> HttpResponse:
    forms = {
        "form": form or AboutForm(instance=board),
        "expectation": expectation or ExpectationForm(board=board),
        "batch": batch or BatchForm(board=board),
        "erase": erase or EraseForm(board=board),
    }
    context = {"board": board, "page": "board", **forms}
    status = status_of(*forms.values())
    return render(request, "settings/about.html", context, status=status)

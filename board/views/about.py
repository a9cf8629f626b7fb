"""The board itself: what it is called, what was changed about it, and how it ends."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import kept_board, led_board, visible_board
from board.display.log import ChangesPage, number
from board.http import Asked, signed_in
from board.models import Board
from board.settings.about import AboutForm, EraseForm, ExpectationForm
from board.settings.trying import tried


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: Asked, key: str) -> HttpResponse:
    board = kept_board(request.user, key)
    form = AboutForm(request.POST or None, instance=kept_board(request.user, key))
    if form.is_valid():
        with tried(form):
            board.revise(**form.cleaned_data, by=request.user)
            return redirect("about-board", key=key)
    return _page(request, board, form=form)


@require_POST
@signed_in
def expect(request: Asked, key: str) -> HttpResponse:
    """How long work should take, typed or taken from history."""
    board = led_board(request.user, key)
    form = ExpectationForm(request.POST, board=board)
    if not form.is_valid():
        return _page(request, board, expectation=form)
    form.save(by=request.user)
    return redirect("about-board", key=key)


@require_POST
@signed_in
def archive(request: Asked, key: str) -> HttpResponse:
    """Take the board out of the lists; it can be looked at, and not be changed."""
    kept_board(request.user, key).archive(by=request.user)
    return redirect("about-board", key=key)


@require_POST
@signed_in
def restore(request: Asked, key: str) -> HttpResponse:
    kept_board(request.user, key).restore(by=request.user)
    return redirect("board", key=key)


@require_POST
@signed_in
def erase(request: Asked, key: str) -> HttpResponse:
    """Delete the board for good, if its key was typed."""
    board = kept_board(request.user, key)
    form = EraseForm(request.POST, board=board)
    if not form.is_valid():
        return _page(request, board, erase=form)
    board.erase()
    messages.success(request, _("%(board)s is deleted.") % {"board": board.name})
    return redirect("boards")


@require_GET
@signed_in
def changes(request: Asked, key: str) -> HttpResponse:
    """Who changed what of the board itself, and when; the last first."""
    board = visible_board(request.user, key)
    changes = ChangesPage(board, before=number(request.GET.get("before")))
    context = {"board": board, "changes": changes, "page": "changes"}
    return render(request, "settings/changes.html", context)


def _page(
    request: Asked,
    board: Board,
    *,
    form: AboutForm | None = None,
    expectation: ExpectationForm | None = None,
    erase: EraseForm | None = None,
) -> HttpResponse:
    forms = {
        "form": form or AboutForm(instance=board),
        "expectation": expectation or ExpectationForm(board=board),
        "erase": erase or EraseForm(board=board),
    }
    context = {"board": board, "page": "board", **forms}
    status = 422 if any(each.errors for each in forms.values()) else 200
    return render(request, "settings/about.html", context, status=status)

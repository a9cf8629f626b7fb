"""The board itself, and what was changed about it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from board.access import led_board, visible_board
from board.display.log import ChangesPage, number
from board.http import Asked, signed_in
from board.settings.about import AboutForm
from board.settings.trying import tried


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: Asked, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = AboutForm(request.POST or None, instance=led_board(request.user, key))
    if form.is_valid():
        with tried(form):
            board.revise(**form.cleaned_data, by=request.user)
            return redirect("about-board", key=key)
    context = {"board": board, "form": form, "page": "board"}
    return render(request, "settings/about.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def changes(request: Asked, key: str) -> HttpResponse:
    """Who changed what of the board itself, and when; the last first."""
    board = visible_board(request.user, key)
    changes = ChangesPage(board, before=number(request.GET.get("before")))
    context = {"board": board, "changes": changes, "page": "changes"}
    return render(request, "settings/changes.html", context)

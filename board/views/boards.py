"""The list of boards, a new one, and the page of one."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import replace_url

from board.access import visible_board
from board.display.overview import overview
from board.display.picture import Picture
from board.http import Asked, sight_of, signed_in
from board.models import Board
from board.settings.new_board import BoardForm
from board.settings.trying import tried


@require_GET
@signed_in
def index(request: Asked) -> HttpResponse:
    boards = Board.objects.visible_to(request.user)
    context = {
        "rows": overview(boards.open()),
        "archived": boards.archived(),
        "may_make": _may_make_boards(request),
    }
    return render(request, "board/boards.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Asked) -> HttpResponse:
    if not _may_make_boards(request):
        raise PermissionDenied(_("Only staff may make boards here. Ask them for one."))
    form = BoardForm(request.POST or None)
    if form.is_valid():
        with tried(form):
            board = form.make(by=request.user)
            return redirect("board", key=board.key)
    return render(request, "board/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in
def show(request: Asked, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    sight = sight_of(request, board)
    context = {"board": board, "picture": Picture(board, sight)}
    if request.htmx:
        answer = render(request, "board/changes.html", context)
        return replace_url(answer, request.path + sight.address())
    return render(request, "board/board.html", context)


def _may_make_boards(request: Asked) -> bool:
    return settings.BOARDS_BY == "anyone" or request.user.is_staff

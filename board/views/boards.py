"""The list of boards, a new one, and the page of one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import replace_url

from board.access import may_make_boards, visible_board
from board.display.page.board_list import BoardList
from board.display.page.once import drawn_once
from board.display.page.overview import overview
from board.display.page.picture import Picture
from board.forms.errors import tried
from board.http import SignedInRequest, sight_of, signed_in
from board.models import Board
from board.settings_pages.new_board import BoardForm


@require_GET
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    boards = Board.objects.visible_to(request.user)
    listed = BoardList(boards.open(), request.GET)
    context = {
        "list": listed,
        "rows": overview(listed.page),
        "archived": boards.archived(),
        "may_make": may_make_boards(request.user),
    }
    return render(request, "board/boards.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    if not may_make_boards(request.user):
        raise PermissionDenied(_("Only staff can create boards here. Ask one of them for a board."))
    form = BoardForm(request.POST or None)
    if form.is_valid():
        with tried(form):
            board = form.make(by=request.user)
            return redirect("board", key=board.key)
    return render(request, "board/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in
def show(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    sight = sight_of(request, board)
    drawn = {"board": board, "picture": Picture(board, sight)}
    if request.htmx:
        answer = render(request, "board/changes.html", drawn)
        return replace_url(answer, request.path + sight.address())
    names = tuple((each.pk, each.short_name) for each in sight.team)  # no version changes with them
    context = {
        part: SafeString(
            drawn_once(request, board, f"board/_{part}.html", lambda: drawn, besides=names)
        )
        for part in ("toolbar", "main")
    }
    return render(request, "board/board.html", {"board": board, **context})

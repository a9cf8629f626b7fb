"""The views of due cards, by day."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from board.access import visible_board
from board.display.due import DueDates, month_of
from board.http import SignedInRequest, signed_in


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    return render(request, "board/due.html", {"board": board, "due": DueDates(board)})


@require_GET
@signed_in
def month(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    first = month_of(request.GET.get("month", ""), board.day_of(timezone.now()))
    context = {"board": board, "due": DueDates(board, first)}
    return render(request, "board/due_month.html", context)

"""How many cards are enough in a column."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from board.access import led_board
from board.forms import LimitForm
from board.http import Asked, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def of_column(request: Asked, key: str, pk: int) -> HttpResponse:
    """A column's own limit: an empty maximum lifts it."""
    board = led_board(request.user, key)
    column = board.shape.columns.get(pk)
    if column is None:
        raise Http404
    form = LimitForm.of(board.shape.own_limit(column), request.POST or None)
    if form.is_valid():
        board.limit_column(column, by=request.user, **form.cleaned_data)
        return redirect("board", key=key)
    context = {"board": board, "column": column, "form": form}
    return render(request, "board/limit.html", context, status=422 if form.errors else 200)

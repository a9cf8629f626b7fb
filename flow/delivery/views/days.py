"""The first steps of the pages of a board's delivery: rights, and the question."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from board.access import visible_board
from board.http import SignedInRequest, signed_in
from flow.delivery.display.asked import DeliveryAsked, DeliveryForm

View = Callable[..., HttpResponse]


def in_days(view: View) -> Callable[..., HttpResponseBase]:
    """A view of the days of a board that the viewer may see; 422 for days that are not possible."""

    @require_safe
    @signed_in
    @wraps(view)
    def asked(request: SignedInRequest, key: str, **which: str) -> HttpResponse:
        board = visible_board(request.user, key)
        form = DeliveryForm(request.GET, board=board)
        if not form.is_valid():
            context = {"board": board, "form": form}
            return render(request, "flow/delivery/unclear.html", context, status=422)
        with timezone.override(board.zone):
            return view(request, DeliveryAsked(form), **which)

    return asked

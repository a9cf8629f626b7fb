"""Are we there? The four criteria of the phase, their evidence, and the team's own word."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from board.access import editable_board, visible_board
from board.forms.errors import wrong_in
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.improvement.forms import ReadinessForm
from flow.improvement.models import ReadinessWord
from flow.improvement.readiness import readiness


@require_GET
@signed_in
def show(request: SignedInRequest, key: str) -> HttpResponse:
    return _page(request, visible_board(request.user, key), None)


@require_POST
@signed_in
def say(request: SignedInRequest, key: str) -> HttpResponse:
    """Keep the team's answer about one criterion."""
    board = editable_board(request.user, key)
    form = ReadinessForm(request.POST)
    if form.is_valid():
        with wrong_in(form):
            ReadinessWord.objects.say(board, by=request.user, **form.cleaned_data)
            return redirect("readiness", key)
    return _page(request, board, form, status=422)


def _page(
    request: SignedInRequest, board: Board, form: ReadinessForm | None, status: int = 200
) -> HttpResponse:
    context = {"board": board, "criteria": readiness(board), "form": form}
    return render(request, "flow/improvement/readiness.html", context, status=status)

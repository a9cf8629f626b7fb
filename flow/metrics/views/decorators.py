"""The first steps of all pages of a board's flow: rights, and the question."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_safe

from board.access import visible_board
from board.http import SignedInRequest, signed_in
from flow.metrics.display.kept import Kept
from flow.metrics.forms import QuestionForm
from flow.metrics.ledger.digests import catch_up_if_quick

View = Callable[..., HttpResponse]


def question_of_a_board(view: View) -> Callable[..., HttpResponseBase]:
    """A view of what somebody asks of a board that they may look at; 422 for what makes no sense."""

    @require_safe
    @signed_in
    @wraps(view)
    def asked(request: SignedInRequest, key: str, **which: str) -> HttpResponse:
        board = visible_board(request.user, key)
        catch_up_if_quick(board)
        form = QuestionForm(request.GET, board=board)
        if not form.is_valid():
            return render(request, "flow/unclear.html", {"board": board, "form": form}, status=422)
        return view(request, Kept(form), **which)

    return asked


def unless_unchanged(view: View) -> View:
    """A view whose answer depends on what is asked alone: 304 for who has it already."""

    @wraps(view)
    def asked(request: SignedInRequest, kept: Kept, **which: str) -> HttpResponse:
        etag = f'"{kept.tag}"'
        same = request.headers.get("If-None-Match") == etag
        answer = HttpResponseNotModified() if same else view(request, kept, **which)
        answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
        return answer

    return asked

"""The views that an open page of a board asks while it listens: a ticket, the version, the changes."""

from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from board import presence as attendance
from board.access import visible_board
from board.display.page.changes import Changes
from board.display.page.once import drawn_once
from board.display.page.picture import Picture
from board.forms.board import SinceForm
from board.http import SignedInRequest, sight_of, signed_in
from board.live import tickets


@never_cache
@require_GET
@signed_in
def ticket(request: SignedInRequest, key: str) -> JsonResponse:
    """A ticket for the event stream of this board, and for how many seconds it is good."""
    board = visible_board(request.user, key)
    seconds = int(tickets.GOOD_FOR.total_seconds())
    return JsonResponse({"ticket": tickets.issue(board.pk, request.user.pk), "seconds": seconds})


@require_safe
@signed_in
def version(request: SignedInRequest, key: str) -> HttpResponse:
    """The board's version; 304 for who knows it already."""
    board = visible_board(request.user, key)
    etag = f'"{board.version}"'
    same = request.headers.get("If-None-Match") == etag
    answer = HttpResponseNotModified() if same else JsonResponse({"version": board.version})
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


@never_cache
@require_GET
@signed_in
def changes(request: SignedInRequest, key: str) -> HttpResponse:
    """The columns that changed since a version, and the heads of all; 204 if nothing did.

    When the board has got another shape, or much has happened, its page is reloaded.
    """
    board = visible_board(request.user, key)
    since = SinceForm(request.GET).version()
    if since == board.version:
        return HttpResponse(status=204)

    def draw() -> dict[str, Any] | None:
        changed = Changes(board, since)
        if changed.are_too_many:
            return None
        picture = Picture(board, sight_of(request, board), drawn=changed.columns)
        return {"board": board, "picture": picture}

    drawing = drawn_once(request, board, "board/changes.html", draw)
    return HttpResponse(drawing) if drawing else HttpResponseClientRefresh()


@never_cache
@require_GET
@signed_in
def presence(request: SignedInRequest, key: str) -> HttpResponse:
    """The people who have the board open now, the caller among them."""
    board = visible_board(request.user, key)
    present = attendance.look(board, request.user)
    return render(request, "board/presence.html", {"present": present})


@require_POST
@signed_in
def leave(request: SignedInRequest, key: str) -> HttpResponse:
    """The caller has closed the board."""
    attendance.leave(visible_board(request.user, key), request.user)
    return HttpResponse(status=204)

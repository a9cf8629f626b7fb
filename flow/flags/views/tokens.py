"""Where flags are asked: the environments of a board, and the tokens that open them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from board.access import led_board, visible_board
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.flags.access import led_token
from flow.flags.address import address
from flow.flags.forms import EnvironmentsForm, FlagTokenForm, SilenceForm
from flow.flags.models import Environment, FlagToken


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tokens(request: SignedInRequest, key: str) -> HttpResponse:
    """The tokens that work; a new one is shown this once, for only a digest of it is kept."""
    if request.method != "POST":
        return _page(request, visible_board(request.user, key))
    board = led_board(request.user, key)
    form = FlagTokenForm(request.POST, board=board)
    if form.is_valid():
        return _page(request, board, secret=form.issue(by=request.user))
    return _page(request, board, form=form)


@require_POST
@signed_in
def revoke(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    token = led_token(request.user, key, pk)
    token.revoke()
    messages.success(
        request, _("The token is revoked: programs that use it are refused from now on.")
    )
    return redirect("flag-tokens", key)


@require_POST
@signed_in
def environments(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = EnvironmentsForm(request.POST, board=board)
    if form.is_valid() and form.keep(by=request.user):
        messages.success(request, _("The environments are saved."))
        return redirect("flag-tokens", key)
    return _page(request, board, environments=form)


@require_POST
@signed_in
def silence(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = SilenceForm(request.POST, board=board)
    if form.is_valid():
        form.keep(by=request.user)
        messages.success(request, _("The setting is saved."))
        return redirect("flag-tokens", key)
    return _page(request, board, silence=form)


def _page(
    request: SignedInRequest, board: Board, *, secret: str = "", **bound: Any
) -> HttpResponse:
    form = bound.get("form")
    context = {
        "board": board,
        "form": form or FlagTokenForm(board=board),
        "wrong": bound.get("environments"),
        "silence": bound.get("silence") or SilenceForm(board=board),
        "secret": secret,
        "tokens": FlagToken.objects.of(board),
        "environments": Environment.objects.of(board),
        "address": address(),
    }
    return render(request, "flow/flags/tokens.html", context, status=422 if bound else 200)

"""An invitation, opened by its link."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from board.accounts import forget, remember
from board.http import SignedInRequest, signed_in
from board.models import Invitation


@require_GET
def show(request: Any, secret: str) -> HttpResponse:
    """Show the inviter and the board; a new person may sign up from here."""
    invitation = get_object_or_404(Invitation.objects.open().with_secret(secret).described())
    remember(request, secret)
    context = {"invitation": invitation, "secret": secret}
    return render(request, "board/invitation.html", context)


@require_POST
@signed_in
def accept(request: SignedInRequest, secret: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.with_secret(secret).described())
    invitation.accept(by=request.user)
    forget(request)
    return redirect("board", key=invitation.board.key)

"""A new flag, whose form says beforehand what will happen; and the later changes of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from board.access import editable_board
from board.http import SignedInRequest, signed_in
from flow.flags.access import editable_flag, open_incident
from flow.flags.forms import NewFlagForm, ReviseForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    today = board.day_of(timezone.now())
    card = request.GET.get("card", "")[:10]
    form = NewFlagForm(request.POST or None, board=board, today=today, by=request.user, card=card)
    if form.is_valid() and (flag := form.make(by=request.user)):
        return redirect("flag", key, flag.key)
    column = next(iter(board.shape.columns.values()))
    context = {"board": board, "form": form, "column": column}
    return render(request, "flow/flags/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: SignedInRequest, key: str, flag: str) -> HttpResponse:
    """Change a flag: its purpose, owner and days."""
    own_flag = editable_flag(request.user, key, flag)
    form = ReviseForm(request.POST or None, flag=own_flag)
    if form.is_valid() and form.apply(by=request.user):
        return redirect("flag", key, flag)
    context = {"board": own_flag.board, "flag": own_flag, "form": form}
    return render(request, "flow/flags/change.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def ended(request: SignedInRequest, key: str, flag: str, pk: int) -> HttpResponse:
    """Turning the flag off ended an incident."""
    own_flag = editable_flag(request.user, key, flag)
    own_flag.ended(open_incident(own_flag, pk), by=request.user)
    messages.success(request, _("The incident ended when the flag was turned off."))
    return redirect("flag", key, flag)


@require_POST
@signed_in
def discard(request: SignedInRequest, key: str, flag: str) -> HttpResponse:
    """Delete a flag that was never asked, with its removal card."""
    editable_flag(request.user, key, flag).discard(by=request.user)
    messages.success(request, _("The flag %(flag)s is deleted.") % {"flag": flag})
    return redirect("flags", key)

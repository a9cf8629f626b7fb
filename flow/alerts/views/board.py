"""The alerts of a board, and of one card."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from board.access import visible_board, visible_card
from board.http import Asked, signed_in
from board.models import Board, Role
from flow.alerts.access import snoozable_alert
from flow.alerts.forms import SnoozeForm
from flow.alerts.models import Alert, Watcher
from flow.alerts.models.telling import failed_addresses
from flow.alerts.shown import shown


@require_safe
@signed_in
def index(request: Asked, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    return _index(request, board)


@require_safe
@signed_in
def of_card(request: Asked, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    rows = shown(card.board, Alert.objects.of_card(card).standing(), timezone.now())
    template = "flow/alerts/card.html#alerts" if request.htmx else "flow/alerts/card.html"
    context = {
        "board": card.board,
        "card": card,
        "rows": rows,
        "watches": Watcher.objects.watches(card, request.user),
    }
    return render(request, template, context)


@require_POST
@signed_in
def snooze(request: Asked, key: str, pk: int) -> HttpResponse:
    alert = snoozable_alert(request.user, key, pk)
    form = SnoozeForm(request.POST, today=alert.board.day_of(timezone.now()))
    if not form.is_valid():
        return _index(request, alert.board, wrong=form, status=422)
    alert.snooze(**form.cleaned_data, by=request.user)
    return redirect("alerts", key)


@require_POST
@signed_in
def wake(request: Asked, key: str, pk: int) -> HttpResponse:
    snoozable_alert(request.user, key, pk).wake()
    return redirect("alerts", key)


def _index(
    request: Asked, board: Board, wrong: SnoozeForm | None = None, status: int = 200
) -> HttpResponse:
    rows = shown(board, Alert.objects.of(board).standing(), timezone.now())
    context = {
        "board": board,
        "rows": [row for row in rows if not row.is_snoozed],
        "snoozed": [row for row in rows if row.is_snoozed],
        "wrong": wrong,
        "failed": failed_addresses(board, timezone.now()) if board.role == Role.LEAD else (),
        "may_snooze": board.role in (Role.MEMBER, Role.LEAD),
    }
    return render(request, "flow/alerts/list.html", context, status=status)

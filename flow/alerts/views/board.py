"""The alerts of a board, and of one card."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from board.access import visible_board, visible_card
from board.back import Back
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.alerts.access import snoozable_alert
from flow.alerts.failing_addresses import failing
from flow.alerts.forms import SnoozeDays, SnoozeForm
from flow.alerts.models import Alert, Watcher
from flow.alerts.shown import by_card, shown


@require_safe
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    return _index(request, board)


@require_safe
@signed_in
def of_card(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    rows = shown(card.board, Alert.objects.of_card(card).standing(), timezone.now())
    template = "flow/alerts/card.html#alerts" if request.htmx else "flow/alerts/card.html"
    context = {
        "card": card,
        "rows": rows,
        "watches": Watcher.objects.watches(card, request.user),
        **_facts(card.board),
    }
    return render(request, template, context)


@require_POST
@signed_in
def snooze(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    alert = snoozable_alert(request.user, key, pk)
    form = SnoozeForm(request.POST, today=alert.board.day_of(timezone.now()))
    if not form.is_valid():
        return _index(request, alert.board, wrong=form, status=422)
    alert.snooze(**form.cleaned_data, by=request.user)
    return _back(request, alert)


@require_POST
@signed_in
def wake(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    alert = snoozable_alert(request.user, key, pk)
    alert.wake()
    return _back(request, alert)


def _index(
    request: SignedInRequest, board: Board, wrong: SnoozeForm | None = None, status: int = 200
) -> HttpResponse:
    rows = shown(board, Alert.objects.of(board).standing(), timezone.now())
    context = {
        "groups": by_card(board, [row for row in rows if not row.is_snoozed]),
        "snoozed": by_card(board, [row for row in rows if row.is_snoozed]),
        "wrong": wrong,
        "failing": failing(board) if board.may_be_led else (),
        **_facts(board),
    }
    return render(request, "flow/alerts/list.html", context, status=status)


def _facts(board: Board) -> dict[str, Any]:
    """Return the facts for showing an alert: whether this person can snooze it, and until when."""
    may_snooze = board.may_be_changed
    return {
        "board": board,
        "may_snooze": may_snooze,
        "days": SnoozeDays.after(board.day_of(timezone.now())),
    }


def _back(request: SignedInRequest, alert: Alert) -> HttpResponse:
    """To the card, or to the list of alerts: where the form was."""
    if alert.card and Back.asked_in(request.POST) == Back.CARD:
        page = reverse("card", args=[alert.board.key, alert.card.number])
        return redirect(f"{page}#part-alerts-of-card")
    return redirect("alerts", alert.board.key)

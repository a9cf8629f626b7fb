"""A deployment, a component, an incident, and the delivery of a card."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from board.access import editable_board, visible_board, visible_card
from board.http import SignedInRequest, signed_in
from flow.delivery.access import (
    MOST_CHANGES,
    shown_component,
    shown_deployment,
    shown_incident,
)
from flow.delivery.display.asked import DeliveryAsked
from flow.delivery.display.card import CardPicture
from flow.delivery.display.kept import kept_delivery
from flow.delivery.display.ledger import lines_of
from flow.delivery.display.page import TeamDelivery, about_page, waiting_change
from flow.delivery.forms import IncidentForm, VerdictForm
from flow.delivery.models import ComponentChange, Deployment, Incident
from flow.delivery.views.days import in_days

MOST = 50  # of what waits for a component


@require_safe
@signed_in
def deployment(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = visible_board(request.user, key)
    return _deployment(request, board, shown_deployment(board, pk))


@require_POST
@signed_in
def judge(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A person's word on a deployment wins over what is proposed."""
    board = editable_board(request.user, key)
    deployment = shown_deployment(board, pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _deployment(request, board, deployment, status=422)
    form.apply_to(deployment)
    return redirect("delivery-deployment", key, pk)


@in_days
def component(request: SignedInRequest, asked: DeliveryAsked, pk: int) -> HttpResponse:
    shown = shown_component(asked.board, pk)
    asked.form.cleaned_data["component"] = shown.pk

    def facts() -> dict[str, Any]:
        waiting = ComponentChange.objects.waiting().of_components([shown])
        oldest = waiting.with_nouns().oldest_first()[:MOST]
        return about_page(asked) | {
            "part": TeamDelivery(asked, asked.scopes[0]),
            "waiting": [waiting_change(asked, each) for each in oldest],
            "waiting_number": waiting.count(),
            "incidents": Incident.objects.of_components([shown]).with_nouns().latest_first()[:MOST],
        }

    kept = kept_delivery(asked, "flow/delivery/_of_component.html", f"component {shown.pk}")
    context = about_page(asked) | {"component": shown, "measures": kept.filled(facts)}
    return render(request, "flow/delivery/component.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_incident(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    with timezone.override(board.zone):
        form = IncidentForm(request.POST or None, board=board)
        if form.is_valid() and (made := form.keep()):
            return redirect("delivery-incident", key, made.pk)
        context = {"board": board, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "flow/delivery/new_incident.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def incident(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """An incident; a member may change when it was over, what caused it, and its card."""
    fetch = editable_board if request.method == "POST" else visible_board
    board = fetch(request.user, key)
    shown = shown_incident(board, pk)
    with timezone.override(board.zone):
        form = IncidentForm(request.POST or None, board=board, incident=shown)
        if form.is_valid() and form.keep():
            return redirect("delivery-incident", key, pk)
        context = {
            "board": board,
            "incident": shown,
            "form": form,
            "proposed": shown.proposed_cause,
            "may_change": board.may_be_changed,
        }
        status = 422 if form.is_bound else 200
        return render(request, "flow/delivery/incident.html", context, status=status)


@require_safe
@signed_in
def of_card(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    template = "flow/delivery/card.html#delivery" if request.htmx else "flow/delivery/card.html"
    context = {"board": card.board, "card": card, "picture": CardPicture(card)}
    return render(request, template, context)


def _deployment(
    request: SignedInRequest, board: Any, deployment: Deployment, status: int = 200
) -> HttpResponse:
    failed = "" if deployment.failed is None else "yes" if deployment.failed else "no"
    initial = {"failed": failed, "kind": deployment.given_kind}
    with timezone.override(board.zone):
        context = {
            "board": board,
            "deployment": deployment,
            "line": lines_of(board, [deployment], most=MOST_CHANGES)[0],
            "form": VerdictForm(request.POST or None, initial=initial),
            "may_change": board.may_be_changed,
        }
        return render(request, "flow/delivery/deployment.html", context, status=status)

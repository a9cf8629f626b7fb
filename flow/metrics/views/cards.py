"""Where the days of a card went: a part of its page, and a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from board.access import visible_card
from board.http import SignedInRequest, signed_in
from flow.metrics.display.way import picture_of


@require_safe
@signed_in
def show(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    template = "flow/card.html#way" if request.htmx else "flow/card.html"
    context = {"board": card.board, "card": card, "picture": picture_of(card, timezone.now())}
    return render(request, template, context)

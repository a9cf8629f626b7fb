"""The calls of delivery at a standup: a red trunk first, then open incidents and waiting cards."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.words import isolated
from flow.delivery.measures.trunk import RED
from flow.delivery.models import Incident
from flow.delivery.of_cards import not_in_production
from flow.delivery.trunk_signs import trunks_now
from flow.standup.calls import BoardCall

if TYPE_CHECKING:
    from flow.standup.walk import Walk


def calls(walk: "Walk") -> Iterator[BoardCall]:
    board = walk.board
    page = reverse("delivery", args=[board.key])
    for repository, state in trunks_now(board):
        if state.colour == RED:
            words = _("The trunk of %(repository)s is red")
            sentence = words % {"repository": isolated(repository.name)}
            yield BoardCall(sentence, f"{page}#trunk", presses=True)
    for incident in Incident.objects.shown_on(board).open().order_by("detected_at", "pk"):
        there = reverse("delivery-incident", args=[board.key, incident.pk])
        words = _("Open incident: %(title)s")
        yield BoardCall(words % {"title": isolated(incident.title)}, there, presses=True)
    waiting = sum(len(cards) for cards in not_in_production(board).values())
    if waiting:
        words = ngettext(
            "%(n)d finished card waits for deployment",
            "%(n)d finished cards wait for deployment",
            waiting,
        )
        yield BoardCall(words % {"n": waiting}, f"{page}#waiting")

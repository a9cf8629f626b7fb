"""The facts of delivery on the board: on faces and done columns, and its events in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.fact import Fact, Facts
from board.models import Board
from board.models.card.queries import FaceRow
from flow.delivery.of_cards import CardDelivery, deliveries_of, not_in_production

CHANGED, CAME_IN = "changed", "history"  # what has changed of a card, and of a board


def facts_of_faces(board: Board, rows: Sequence[FaceRow]) -> Facts:
    """Of each card that has changes: how many, or since when all of them are in production."""
    deliveries = deliveries_of([row.pk for row in rows])
    return {
        row.number: [_fact(board, row, deliveries[row.pk])] for row in rows if row.pk in deliveries
    }


def _fact(board: Board, row: FaceRow, delivery: CardDelivery) -> Fact:
    if row.finished_at and delivery.deployed_at:
        day = date_format(board.day_of(delivery.deployed_at), "j M")
        return Fact("live", _("In production since %(day)s") % {"day": day})
    if row.finished_at and delivery.waiting:
        words = ngettext(
            "%(n)d change not in production yet",
            "%(n)d changes not in production yet",
            delivery.waiting,
        )
        return Fact("live", words % {"n": delivery.waiting}, presses=True)
    words = ngettext("%(n)d change", "%(n)d changes", delivery.changes) % {"n": delivery.changes}
    if delivery.large:
        words += ngettext(", %(n)d large", ", %(n)d large", delivery.large) % {"n": delivery.large}
    if delivery.deployed_at:
        words += _(", in production")
    return Fact("branch", words, presses=bool(delivery.large))


def facts_of_columns(board: Board) -> dict[int, str]:
    """How many cards of a done column are not in production."""
    return {
        column: ngettext("%(n)d not in production", "%(n)d not in production", len(cards))
        % {"n": len(cards)}
        for column, cards in not_in_production(board).items()
    }


def event_says(data: Mapping[str, Any]) -> str:
    if data.get("what") == CAME_IN:
        return _("read the history of a repository")
    return _("received news of its changes")

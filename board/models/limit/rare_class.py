"""The rule of rare classes: at most one card enters such a class of service in a number of days.

A card enters a class when it starts in the class, or when it is reclassified into it. Both are
read from the log of the board, in days of the board: if a card enters a class with 7 days on a
Monday, the class is free again on the next Monday. A card's own entry never refuses it, a start
that was undone does not count, and an imported card does not enter.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.event import PASSAGES, Event, Kind
from board.models.limit.batch import starts
from board.models.words import isolated

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.board.shape import Shape
    from board.models.board.turn import Turn
    from board.models.card.card import Card
    from board.models.limit.gate import PlaceChange
    from board.models.service_class import ServiceClass

EXPEDITE_AGAIN = "expedite_again"
ENTRANCES = (PASSAGES - {Kind.UNDONE}) | {Kind.RECLASSIFIED}


@dataclass(frozen=True)
class ClassEntry:
    """A card that entered a class, and the day of the board."""

    card: "Card"
    on: date


def again(
    turn: "Turn", changes: "Collection[PlaceChange]"
) -> "list[tuple[Card, ServiceClass, ClassEntry]]":
    """Return the cards that these changes let into a rare class too soon.

    Each comes with its class and the entry before it. Without a rare class there is no query.
    """
    repeated = []
    for service_class in turn.shape.service_classes.values():
        entering = [each for each in changes if enters(each, service_class, turn.shape)]
        if not entering:
            continue
        before = turn.entries_of(service_class)
        for change in entering:
            others = [each for each in before if each.card.pk != change.card.pk]
            own = len(others) < len(before)
            if others and not own:
                repeated.append((change.card, service_class, others[-1]))
            before = [*before, ClassEntry(change.card, turn.board.day_of(turn.at))]
    return repeated


def enters(change: "PlaceChange", service_class: "ServiceClass", shape: "Shape") -> bool:
    """Whether this change lets a card into a class that asks for days between two of its cards."""
    if service_class.at_most_in_days is None or change.after is None:
        return False
    if change.after.service_class_id != service_class.pk:
        return False
    if starts(change, shape.columns):
        return True
    was_other = change.before is not None and change.before.service_class_id != service_class.pk
    return was_other and not shape.columns[change.after.column_id].is_done


def entries(board: "Board", service_class: "ServiceClass", at: datetime) -> list[ClassEntry]:
    """Return the entries into this class in its days up to this moment, in order; two statements."""
    days = service_class.at_most_in_days or 0
    first = datetime.combine(board.day_of(at) - timedelta(days - 1), time.min, board.zone)
    recent = board.events.happened_from(first)
    left = recent.of_kinds([Kind.RECLASSIFIED]).filter(data__was=service_class.pk)
    theirs = Q(card__service_class=service_class) | Q(card__in=left.values("card"))
    log = list(recent.of_kinds([*ENTRANCES, Kind.UNDONE]).filter(theirs).with_actors().in_order())
    undone = {event.data.get("undid") for event in log if event.kind == Kind.UNDONE}
    return [
        ClassEntry(card, board.day_of(event.at))
        for event, card, class_then in _with_class(log)
        if event.number not in undone and _is_entry(event, class_then, service_class, board.shape)
    ]


def _with_class(log: "list[Event]") -> "list[tuple[Event, Card, int]]":
    """Return each event of a card, with the class that the card had then."""
    of_cards = [(event, event.card) for event in log if event.card is not None]
    now: dict[int, int] = {}
    for event, card in reversed(of_cards):
        if event.kind == Kind.RECLASSIFIED:
            now[card.pk] = event.data["was"]
    entries = []
    for event, card in of_cards:
        service_class = now.setdefault(card.pk, card.service_class_id)
        if event.kind == Kind.RECLASSIFIED:
            service_class = now[card.pk] = event.data["now"]
        entries.append((event, card, service_class))
    return entries


def _is_entry(event: Event, class_then: int, service_class: "ServiceClass", shape: "Shape") -> bool:
    if event.kind == Kind.UNDONE or class_then != service_class.pk:
        return False
    if event.kind == Kind.RECLASSIFIED:
        return True
    before, after = event.passage
    return _is_in_progress(after, shape) and not _is_in_progress(before, shape)


def _is_in_progress(cell: tuple[int, int] | None, shape: "Shape") -> bool:
    column = shape.columns.get(cell[0]) if cell else None
    return column is not None and column.is_in_progress


def sentence(service_class: "ServiceClass", entry: ClassEntry) -> str:
    """Return the refusal in words."""
    days = service_class.at_most_in_days or 0
    words = ngettext(
        "%(service)s takes one card in %(days)s day: %(card)s came on %(day)s.",
        "%(service)s takes one card in %(days)s days: %(card)s came on %(day)s.",
        days,
    )
    named = entry.card.key if entry.card.pk else _("another card")
    facts = {"service": isolated(service_class.name), "days": days, "card": named}
    return words % {**facts, "day": date_format(entry.on, "j F")}


def facts(service_class: "ServiceClass", entry: ClassEntry) -> dict[str, object]:
    """Return the facts for the API; from the day `free_on` on, the next card may enter."""
    days = service_class.at_most_in_days or 0
    return {
        "class": service_class.pk,
        "at_most_in_days": days,
        "last": entry.card.number if entry.card.pk else None,
        "free_on": (entry.on + timedelta(days)).isoformat(),
    }

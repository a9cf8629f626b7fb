"""Who let which card past which limit, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from board.models import Board, Card, Event, Override

Place = tuple[datetime, int]  # when, and the id of which card


@dataclass(frozen=True)
class Passed:
    """A card that came past limits. Nobody let it: the board had to, or a limit only warned."""

    card: Card
    who: str
    limits: str
    reason: str
    at: datetime

    @property
    def says(self) -> str:
        """Ada let it past Build, 4 of 4: auditor leaves on Wednesday"""
        words = _("%(who)s let it past %(limits)s") if self.who else _("it came past %(limits)s")
        said = words % {"who": self.who, "limits": self.limits}
        return f"{said}: {self.reason}" if self.reason else said


def passed_in(board: Board, events: Collection[Event]) -> list[Passed]:
    """What these events let past limits, each with its card and actor; in their order.

    A change of several cards is noted at the first of them; what each of them passed is told by
    its overrides, which have the moment of the event.
    """
    overrides = _overrides(board, [event.at for event in events])
    noted = {(event.at, event.card_id) for event in events}
    found = []
    for event in events:
        if event.card is None:
            continue
        with_it = [place for place in overrides if place[0] == event.at and place not in noted]
        for place in [(event.at, event.card.pk), *with_it]:
            if mine := overrides.pop(place, []):
                found.append(_let(event, mine))
            elif place[1] == event.card.pk:
                found.append(_warned(event, event.card))
    for each in found:
        each.card.board = board
    return [each for each in found if not each.card.deleted_at]


def _overrides(board: Board, moments: Collection[datetime]) -> dict[Place, list[Override]]:
    found: dict[Place, list[Override]] = defaultdict(list)
    if moments:
        here = Override.objects.filter(card__board=board, at__in=moments)
        for each in here.select_related("card", "by"):
            found[each.at, each.card_id].append(each)
    return found


def _let(event: Event, mine: list[Override]) -> Passed:
    first = mine[0]
    facts = {fact["limit"]: fact for fact in event.data["passed"]}
    limits = _names(facts[each.limit_id] for each in mine if each.limit_id in facts)
    return Passed(
        first.card, first.by.short_name if first.by else "", limits, first.reason, event.at
    )


def _warned(event: Event, card: Card) -> Passed:
    who = event.by.short_name if event.by else ""
    return Passed(card, who, _names(event.data["passed"]), "", event.at)


def _names(facts: Iterable[dict[str, Any]]) -> str:
    """Build, 4 of 4 and Work in progress, 9 of 9"""
    said = [_("%(name)s, %(count)s of %(maximum)s") % fact for fact in facts]
    return get_text_list(list(dict.fromkeys(said)), _("and"))

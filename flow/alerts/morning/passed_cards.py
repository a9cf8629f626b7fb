"""The cards that were let past a limit, with the person and the reason."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from board.models import Board, Card, Event, Override
from board.models.limit.override import rule_words
from board.models.words import isolated

Place = tuple[datetime, int]  # when, and the id of which card


@dataclass(frozen=True)
class PassedCard:
    """A card that came past limits or other rules.

    Nobody let it where the board had to, or where the rule only warned.
    """

    card: Card
    who: str
    rules: str
    reason: str
    at: datetime

    @property
    def says(self) -> str:
        """Ada let it past Build, 4 of 4: auditor leaves on Wednesday"""
        words = _("%(who)s let it past %(rules)s") if self.who else _("it passed %(rules)s")
        sentence = words % {"who": isolated(self.who), "rules": self.rules}
        return f"{sentence}: {isolated(self.reason)}" if self.reason else sentence


def passed_in(board: Board, events: Collection[Event]) -> list[PassedCard]:
    """Return the overrides in these events, each with its card and actor, in order.

    What a card passed is noted at its own event. Older logs note it at the first card of a change;
    there the overrides name the others, which have the moment of that event.
    """
    overrides = _overrides(board, [event.at for event in events])
    noted = {(event.at, event.card_id) for event in events}
    passed = []
    for event in events:
        if event.card is None:
            continue
        with_it = [place for place in overrides if place[0] == event.at and place not in noted]
        for place in [(event.at, event.card.pk), *with_it]:
            if mine := overrides.pop(place, []):
                passed.append(_let(event, mine))
            elif place[1] == event.card.pk and _facts(event, event.card):
                passed.append(_warned(event, event.card))
    for each in passed:
        each.card.board = board
    return [each for each in passed if not each.card.deleted_at]


def _overrides(board: Board, moments: Collection[datetime]) -> dict[Place, list[Override]]:
    by_place: dict[Place, list[Override]] = defaultdict(list)
    if moments:
        here = Override.objects.filter(card__board=board, at__in=moments)
        for each in here.select_related("card", "by"):
            by_place[each.at, each.card_id].append(each)
    return by_place


def _let(event: Event, mine: list[Override]) -> PassedCard:
    first = mine[0]
    limits, rules = {each.limit_id for each in mine}, {each.rule for each in mine}
    passed = _names(
        fact
        for fact in _facts(event, first.card)
        if (fact["limit"] in limits if "limit" in fact else fact["rule"] in rules)
    )
    return PassedCard(
        first.card, first.by.short_name if first.by else "", passed, first.reason, event.at
    )


def _warned(event: Event, card: Card) -> PassedCard:
    who = event.by.short_name if event.by else ""
    return PassedCard(card, who, _names(_facts(event, card)), "", event.at)


def _names(facts: Iterable[dict[str, Any]]) -> str:
    """Build, 4 of 4 and Work in progress, 9 of 9"""
    names = [_fact_says(fact) for fact in facts]
    return get_text_list(list(dict.fromkeys(names)), _("and"))


def _fact_says(fact: dict[str, Any]) -> str:
    if "limit" in fact:
        names = {**fact, "name": isolated(fact["name"])}
        return _("%(name)s, %(count)s of %(maximum)s") % names
    words = rule_words(fact["rule"])
    if (fact.get("most") or 0) and fact["scenarios"] > fact["most"]:
        return _("%(rule)s (%(scenarios)s scenarios, at most %(most)s)") % {**fact, "rule": words}
    return words


def _facts(event: Event, card: Card) -> list[dict[str, Any]]:
    """Return the limits and other rules that the event notes about this card."""
    rules = event.data.get("passed_rules", [])
    return [
        *event.data.get("passed", []),
        *(fact for fact in rules if fact["card"] == card.number),
    ]

"""The rules of a board told a second time, in plain Python, from the design and not from the code.

It shares nothing with `board.models` and is slow on purpose: for every question it counts the
whole board afresh, before the change and after it, and compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

STAGES = {
    "Ideas": "queue",
    "Ready": "queue",
    "Build": "active",
    "Wait": "waiting",
    "Review": "active",
    "Done": "done",
    "Shipped": "done",
}
COLUMNS = list(STAGES)
QUEUES = [name for name, stage in STAGES.items() if stage == "queue"]
DONE = [name for name, stage in STAGES.items() if stage == "done"]
IN_PROGRESS = [name for name in COLUMNS if name not in QUEUES + DONE]
LANES = ["Calm", "Storm"]
APART = "expedite"
CLASSES = ["standard", APART, "fixed_date"]
PEOPLE = {"ada": "lead", "grace": "member", "vera": "viewer"}


@dataclass(frozen=True)
class PlainCard:
    column: str
    lane: str
    service: str = "standard"
    people: frozenset[str] = frozenset()
    blocked: bool = False
    archived: bool = False
    scenarios: int = 0
    fits: bool = False

    @property
    def is_in_progress(self) -> bool:
        return not self.archived and self.column in IN_PROGRESS

    @property
    def phase(self) -> str:
        """An override of its size lasts while the card is in one of these."""
        if self.archived:
            return "off"
        return "done" if self.column in DONE else "queue" if self.column in QUEUES else "going"


@dataclass(frozen=True)
class PlainLimit:
    maximum: int
    columns: frozenset[str] = frozenset()
    lane: str | None = None
    service: str | None = None
    each_person: bool = False
    mode: str = "refuse"
    counts_blocked: bool = True
    members_may_override: bool = True
    version: int = 1

    @property
    def subject(self) -> tuple:
        return self.columns, self.lane, self.service, self.each_person

    @property
    def specificity(self) -> int:
        """The order in which violated limits are told: cell, column, columns, lane, ... board."""
        if self.each_person:
            return 4
        if self.service:
            return 5
        if self.columns:
            return 0 if self.lane else min(len(self.columns), 2)
        return 3 if self.lane else 6

    def counts(self, card: PlainCard, person: str | None = None) -> bool:
        if card.archived or (card.blocked and not self.counts_blocked):
            return False
        if card.column not in (self.columns or IN_PROGRESS):
            return False
        if self.lane and card.lane != self.lane:
            return False
        if self.service and card.service != self.service:
            return False
        if self.each_person:
            whose = card.people if person is None else card.people & {person}
            return bool(whose) and card.column not in DONE
        return card.service != APART or self.service == APART

    def may_be_passed_by(self, person: str) -> bool:
        role = PEOPLE[person]
        allowed = role == "lead" or (role == "member" and self.members_may_override)
        return self.mode == "reason" and allowed


@dataclass(frozen=True)
class PlainBatchRule:
    most_scenarios: int | None = 3
    asks_fit: bool = False
    mode: str = "off"
    members_may_override: bool = True

    def is_broken_by(self, card: PlainCard) -> bool:
        too_many = self.most_scenarios is not None and card.scenarios > self.most_scenarios
        return too_many or (self.asks_fit and not card.fits)

    def may_be_passed_by(self, person: str) -> bool:
        allowed = PEOPLE[person] == "lead" or (
            PEOPLE[person] == "member" and self.members_may_override
        )
        return self.mode == "warn" or (self.mode == "reason" and allowed)


Cards = Mapping[int, PlainCard]
Violations = dict[tuple[int, str | None], tuple[int, int]]  # (limit, person): before and after


@dataclass(frozen=True)
class Asking:
    """Who asks, with which reason, having seen which versions of which limits."""

    by: str
    reason: str = ""
    saw: Mapping[int, int] = field(default_factory=dict)
    names_size: bool = False


def violations(limits: Mapping[int, PlainLimit], before: Cards, after: Cards) -> Violations:
    """Exceeds the maximum after the change, and exceeds what it was before it."""
    found = {}
    for number, limit in limits.items():
        for person in PEOPLE if limit.each_person else [None]:
            was = sum(limit.counts(card, person) for card in before.values())
            becomes = sum(limit.counts(card, person) for card in after.values())
            if becomes > limit.maximum and becomes > was:
                found[number, person] = (was, becomes)
    return found


def refuses(limit: PlainLimit, number: int, asking: Asking) -> bool:
    """Whether this limit, violated, refuses this person."""
    if limit.mode == "warn":
        return False
    seen = asking.saw.get(number) == limit.version
    return not (limit.may_be_passed_by(asking.by) and asking.reason.strip() and seen)


def started_large(rule: PlainBatchRule, before: Cards, after: Cards) -> set[int]:
    """The cards that came into progress from elsewhere and are too large for that."""
    if rule.mode == "off":
        return set()
    return {
        card
        for card, now in after.items()
        if now.is_in_progress
        and not (card in before and before[card].is_in_progress)
        and rule.is_broken_by(now)
    }


def refuses_size(rule: PlainBatchRule, asking: Asking) -> bool:
    """Whether the rule, broken, refuses this person."""
    passes = rule.mode == "reason" and asking.names_size and asking.reason.strip()
    return rule.mode != "warn" and not (passes and rule.may_be_passed_by(asking.by))


def overridden(
    limits: Mapping[int, PlainLimit], found: Violations, before: Cards, after: Cards
) -> set[tuple[int, int, str | None]]:
    """(card, limit, whose) for the cards that a violated limit let in; a warning needs no leave."""
    return {
        (card, number, person)
        for number, person in found
        for card, now in after.items()
        if limits[number].mode != "warn"
        and limits[number].counts(now, person)
        and not (card in before and limits[number].counts(before[card], person))
    }

"""One person's change to one board: lock, guard, change, record, in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from board.models.compiled import Compiled
from board.models.event import Event, Kind
from board.models.explanation import explain
from board.models.gate import Change, Violation, refusing, violations
from board.models.limit import Mode
from board.models.override import Override
from board.models.refusals import KeyUsedBefore, NotHere, StaleCard, WipLimitReached

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.card import Card
    from board.models.person import Person
    from board.models.shape import Shape

ASKED_WITH = Compiled(lambda by, key: Event.objects.asked_with(by=by, key=key))


@dataclass(frozen=True)
class Terms:
    """On what terms a person asks for a change.

    `expected_version` is the version of the card that they saw. An override is a reason with the
    version of every limit that it passes. `seen` has a mark of each fact of the card that they saw
    before they changed it, by its name. `key` and `fingerprint` tell a retry from a new request.
    `at` is for who tells a history again: when it happened, if not now.
    """

    expected_version: int | None = None
    override_reason: str = ""
    limit_versions: Mapping[int, int] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    fingerprint: str = ""
    at: datetime | None = None


PLAIN = Terms()


class Turn:
    """What a verb holds while it has the board's lock; `Board.turn` opens and finishes it."""

    def __init__(self, board: "Board", by: "Person | None", terms: Terms):
        self.board = board
        self.by = by
        self.terms = terms
        self.at = terms.at or timezone.now()
        self._events: list[Event] = []
        self._changes: list[Change] = []
        self._passed: list[Violation] = []
        self._overrides: list[Override] = []

    @property
    def shape(self) -> "Shape":
        return self.board.shape

    @cached_property
    def done_before(self) -> Event | None:
        """What this request did when it came first; raise KeyUsedBefore if the key is another's."""
        if not self.terms.key or self.by is None:
            return None
        for event in ASKED_WITH.objects(self.by.pk, self.terms.key):
            if event.fingerprint != self.terms.fingerprint:
                raise KeyUsedBefore
            return event
        return None

    def take(self, *cards: "Card") -> list["Card"]:
        """These cards as they are now; raise StaleCard if the first is not as the caller saw it."""
        if not cards:
            return []
        now = self.board.placed_cards(*cards)
        for card in cards:
            if card.pk not in now:
                raise NotHere(_("%(card)s is not on this board.") % {"card": card})
            now[card.pk].board = self.board
            since = now[card.pk].entered_at or now[card.pk].archived_at or self.at
            self.at = max(self.at, since)  # a clock may be put back
        expected = self.terms.expected_version
        if expected is not None and now[cards[0].pk].version != expected and not self.done_before:
            raise StaleCard(now[cards[0].pk])
        return [now[card.pk] for card in cards]

    def ask(self, *changes: Change) -> None:
        """Ask the limits; raise WipLimitReached unless this person may pass and says why."""
        found = self.judge(changes)
        reason = self.terms.override_reason.strip()
        if refusing(found, reason, self.terms.limit_versions):
            raise WipLimitReached(found, explain(self, found, changes))
        self._pass(changes, found, reason=reason, by=self.by)

    def let_in(self, *changes: Change, reason: str) -> list[Violation]:
        """What is never refused: the limits that it violates get an override by the board."""
        found = self.judge(changes)
        self._pass(changes, found, reason=reason, by=None)
        return found

    def judge(self, changes: Collection[Change]) -> list[Violation]:
        """What these changes would violate, and which of it this person may pass."""
        found = violations(self.board, self.board.shape.limits, changes)
        if not found:
            return []
        role = self.board.role_of(self.by)
        people = self.board.people_by_id({each.person_id for each in found if each.person_id})
        return [each.seen_by(role, people) for each in found]

    def record(self, kind: Kind, card: "Card | None" = None, **data: Any) -> None:
        """Note what happened; it becomes an event of the board when the turn ends."""
        self._events.append(Event(kind=kind, at=self.at, by=self.by, card=card, data=data))

    def finish(self) -> None:
        """End the overrides that hold no more, write the new ones, and record."""
        if not self._events:
            return
        for change in self._changes:
            change.card.end_overrides(change.after, limits=self.shape.limits, at=self.at)
        if self._overrides:
            Override.objects.bulk_create(self._overrides)
        if self._passed:
            self._events[0].data["passed"] = [violation.fact for violation in self._passed]
        self._events[0].key = self.terms.key
        self._events[0].fingerprint = self.terms.fingerprint
        self.board.record(self._events)

    def _pass(
        self,
        changes: Collection[Change],
        found: list[Violation],
        *,
        reason: str,
        by: "Person | None",
    ) -> None:
        """Note the limits that are passed, and the overrides; what only warns needs none."""
        self._passed = found
        self._changes += changes
        self._overrides += [
            Override(
                card=change.card,
                limit=violation.limit,
                limit_version=violation.limit.version,
                person_id=violation.person_id,
                reason=reason,
                by=by,
                at=self.at,
            )
            for violation in found
            if violation.limit.mode != Mode.WARN
            for change in changes
            if change.adds_to(violation.limit, violation.person_id) > 0
        ]

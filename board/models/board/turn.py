"""One person's change to one board: lock, guard, change, record, in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models.answered_key import FormerAnswer, former_answer, keep
from board.models.card.checklist_item import ChecklistItem
from board.models.card.waits import settle_after
from board.models.checks import check_fields
from board.models.event import Event, Kind
from board.models.limit.batch import TOO_LARGE, TooLarge, is_apart, starts, too_large
from board.models.limit.explanation import explain
from board.models.limit.gate import PlaceChange, Violation, violations
from board.models.limit.limit import Mode
from board.models.limit.objection import Verdict, objections, too_soon
from board.models.limit.override import Override
from board.models.limit.rare_class import ClassEntry, entries
from board.models.limit.tally import Tally
from board.models.name import folded
from board.models.people.membership import Role
from board.models.refusals import NotHere, refused_at_the_gate
from board.models.revision import check_card
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.board.shape import Shape
    from board.models.card.card import Card
    from board.models.people.person import Person
    from board.models.service_class import ServiceClass

SCENARIOS = Compiled(
    lambda cards: (
        ChecklistItem.objects.scenarios()
        .filter(card__in=cards, removed_at=None)
        .order_by()
        .values_list("card")
        .annotate(Count("pk"))
    )
)


@dataclass(frozen=True)
class Terms:
    """The terms of a requested change: what the person saw, their override, and the key of a retry.

    `expected_version` and `expected_revision` are those of the card that the person saw. An
    override is a reason with the version of every limit that it passes, and in `passes` the code of
    every other rule. `seen` has a mark of each fact of the card that the person saw, by its name:
    the card is then stale only if both changed the same fact, not by a new revision alone. `key`
    and `fingerprint` distinguish a retry from a new request. With `shows_counts` the answer shows
    what every limit counts, so all limits are counted at once. `at` is the moment of a change that
    is recorded later; without it, now.
    """

    expected_version: int | None = None
    expected_revision: int | None = None
    override_reason: str = ""
    limit_versions: Mapping[int, int] = field(default_factory=dict)
    passes: Collection[str] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    fingerprint: str = ""
    shows_counts: bool = False
    at: datetime | None = None


PLAIN = Terms()


class Turn:
    """The state of a verb while it has the board's lock; `Board.turn` opens and finishes it."""

    def __init__(self, board: "Board", by: "Person | None", terms: Terms):
        self.board = board
        self.by = by
        self.terms = terms
        self.at = terms.at or timezone.now()
        self.changes: list[PlaceChange] = []
        self.tally: Tally | None = None  # of all, after the changes
        self._events: list[Event] = []
        self._passed: list[tuple[str, int, dict[str, Any]]] = []  # the kind, whose card, the fact
        self._scenarios: dict[int, int] = {}  # how many a card has, by its number
        self._entries: dict[int, list[ClassEntry]] = {}  # of a rare class, by its id
        self._overrides: list[Override] = []

    @property
    def shape(self) -> "Shape":
        return self.board.shape

    @cached_property
    def done_before(self) -> FormerAnswer | None:
        """Return what this request did the first time; raise KeyUsedBefore if it differed."""
        if not self.terms.key or self.by is None:
            return None
        return former_answer(self.by, self.terms.key, self.terms.fingerprint)

    @property
    def former_event(self) -> Event | None:
        """Return the first event of the request that this one repeats, if it recorded any."""
        return Event.objects.asked_with(by=self.by, key=self.terms.key).order_by("number").first()

    def take(self, *cards: "Card") -> list["Card"]:
        """Return these cards as they are now; raise StaleCard if the first changed since it was seen."""
        if not cards:
            return []
        now = self.board.placed_cards(*cards)
        for card in cards:
            if card.pk not in now:
                raise NotHere(_("%(card)s is not on this board.") % {"card": card})
            now[card.pk].board = self.board
            since = now[card.pk].entered_at or now[card.pk].archived_at or self.at
            self.at = max(self.at, since)  # a clock may be put back
        version = self.terms.expected_version
        revision = None if self.terms.seen else self.terms.expected_revision
        if (version, revision) != (None, None) and not self.done_before:
            check_card(now[cards[0].pk], version=version, revision=revision)
        return [now[card.pk] for card in cards]

    def ask(self, *changes: PlaceChange) -> None:
        """Ask the gate; raise a GateRefusal unless the person may override it and gives a reason."""
        sizes = [each for each in changes if not is_apart(each)]
        verdict = self.judge(changes, sizes=sizes, entering=changes)
        self._refuse_or_pass(verdict, changes)
        self._note_sizes(
            [each for each in changes if is_apart(each)], _("It is apart from limits.")
        )

    def give_back(self, *changes: PlaceChange) -> None:
        """Ask the gate for places that cards had before: a too large card is recorded, not refused."""
        self._refuse_or_pass(self.judge(changes, sizes=()), changes)
        self._note_sizes(changes, _("Its move was undone."))

    def let_in(self, *changes: PlaceChange, reason: str) -> Verdict:
        """Let these changes pass; each rule that they violate gets an override by the board."""
        verdict = Verdict(self._violations(changes), self.sizes(changes))
        self._pass(changes, verdict, reason=reason, by=None)
        return verdict

    def judge(
        self,
        changes: Collection[PlaceChange],
        *,
        sizes: Collection[PlaceChange],
        entering: Collection[PlaceChange] = (),
    ) -> Verdict:
        """Return which rules refuse these changes, and which of them this person may override.

        `sizes` are the changes whose cards are checked for their size, `entering` those that may
        let a card into a rare class.
        """
        objected = [*too_soon(self, entering), *objections(self, changes)]
        against = self._violations(changes), self.sizes(sizes), objected
        return Verdict(*against, role=self._role) if any(against) else Verdict()

    def refuses(self, *changes: PlaceChange) -> bool:
        """Whether the gate would refuse these changes without a reason."""
        verdict = Verdict(
            violations(self.board, self.board.shape.limits, changes),
            self.sizes([each for each in changes if not is_apart(each)]),
            objections(self, changes),
        )
        return bool(verdict.refused_code(PLAIN))

    def sizes(self, changes: Collection[PlaceChange]) -> list[TooLarge]:
        """Return the cards that would start and are too large; no statement if the rule is off."""
        rule = self.board.batch
        if not rule.is_on:
            return []
        starting = [each for each in changes if starts(each, self.shape.columns)]
        unknown = [each.card for each in starting if each.card.number not in self._scenarios]
        if unknown:
            self._scenarios |= scenario_counts(unknown)
        if not any(too_large(rule, starting, self._scenarios, None)):
            return []
        return too_large(rule, starting, self._scenarios, self._role)

    def entries_of(self, service_class: "ServiceClass") -> list[ClassEntry]:
        """Return the cards that entered this class in its days up to now; read once a turn."""
        if service_class.pk not in self._entries:
            self._entries[service_class.pk] = entries(self.board, service_class, self.at)
        return self._entries[service_class.pk]

    @cached_property
    def _role(self) -> Role | None:
        return self.board.role_of(self.by)

    def _violations(self, changes: Collection[PlaceChange]) -> list[Violation]:
        tally = Tally.of_all(self.board) if self.terms.shows_counts and not self.changes else None
        self.tally = tally and tally.after(self.board, changes)
        exceeded = violations(self.board, self.board.shape.limits, changes, tally)
        if not exceeded:
            return []
        people = self.board.people_by_id({each.person_id for each in exceeded if each.person_id})
        return [each.seen_by(self._role, people) for each in exceeded]

    def _refuse_or_pass(self, verdict: Verdict, changes: Collection[PlaceChange]) -> None:
        if code := verdict.refused_code(self.terms):
            cards = [change.card for change in changes]
            raise refused_at_the_gate(code, verdict, explain(self, verdict, changes), cards)
        self._pass(changes, verdict, reason=folded(self.terms.override_reason), by=self.by)

    def _note_sizes(self, changes: Collection[PlaceChange], reason: str) -> None:
        """Record, as the board's own override, that too large cards started."""
        if sizes := self.sizes(changes):
            self._pass_rules(changes, Verdict(too_large=sizes), reason=reason, by=None)

    def record(self, kind: Kind, card: "Card | None" = None, **data: Any) -> None:
        """Note an event; it is written when the turn ends."""
        self._events.append(Event(kind=kind, at=self.at, by=self.by, card=card, data=data))

    def finish(self) -> None:
        """End the overrides that are no longer in force, write the new ones and the events.

        A turn that changed nothing keeps the key of its request, so that a retry changes nothing.
        """
        if not self._events:
            if self.terms.key and self.by is not None and not self.done_before:
                keep(self.by, self.terms.key, self.terms.fingerprint, self.at)
            return
        for change in self.changes:
            change.card.end_overrides(change, self.shape, at=self.at)
        if self._overrides:
            for override in self._overrides:
                check_fields(override, "reason")
            Override.objects.bulk_create(self._overrides)
        self._note_what_was_passed()
        self._events[0].key = self.terms.key
        self._events[0].fingerprint = self.terms.fingerprint
        self.board.record(self._events)
        settle_after(self, self._events)
        self.board.last_turn = self

    def _note_what_was_passed(self) -> None:
        """Add the rules that each card passed to its first event."""
        first = {event.card.number: event for event in reversed(self._events) if event.card}
        for kind, number, fact in self._passed:
            event = first.get(number, self._events[0])
            noted = event.data.setdefault(kind, [])
            if fact not in noted[-1:]:  # several cards of one event may pass the same limit
                noted.append(fact)

    def _pass(
        self,
        changes: Collection[PlaceChange],
        verdict: Verdict,
        *,
        reason: str,
        by: "Person | None",
    ) -> None:
        """Note the rules that are passed, and the overrides; a warning needs none."""
        self._passed += [
            ("passed", change.card.number, violation.fact)
            for violation in verdict.violations
            for change in changes
            if change.adds_to(violation.limit, violation.person_id) > 0
        ]
        self.changes += changes
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
            for violation in verdict.violations
            if violation.limit.mode != Mode.WARN
            for change in changes
            if change.adds_to(violation.limit, violation.person_id) > 0
        ]
        self._pass_rules(changes, verdict, reason=reason, by=by)

    def _pass_rules(
        self,
        changes: Collection[PlaceChange],
        verdict: Verdict,
        *,
        reason: str,
        by: "Person | None",
    ) -> None:
        """Note the sizes and objections that are passed."""
        facts = [
            *(each.fact for each in verdict.too_large),
            *(
                {"rule": each.code, "card": each.card.number, **each.facts}
                for each in verdict.objections
            ),
        ]
        self._passed += [("passed_rules", fact["card"], fact) for fact in facts]
        passed = [
            *((each.card, TOO_LARGE) for each in verdict.too_large if each.rule.mode != Mode.WARN),
            *((each.card, each.code) for each in verdict.objections),
        ]
        self._overrides += [
            Override(card=card, rule=code, reason=reason, by=by, at=self.at)
            for card, code in passed
        ]


def scenario_counts(cards: "Collection[Card]") -> dict[int, int]:
    """Return the number of scenarios of each card, by its number; a new card knows its own."""
    known = {card.number: card.new_scenarios for card in cards if card.pk is None}
    saved = {card.pk: card.number for card in cards if card.pk is not None}
    if saved:
        known |= dict.fromkeys(saved.values(), 0)
        for pk, counted in SCENARIOS.rows(list(saved)):
            known[saved[pk]] = counted
    return known

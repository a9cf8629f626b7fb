"""The gate: the rule that refuses, stated once.

A change violates a limit if and only if the count after the change exceeds the maximum and
exceeds the count before; where the limit counts for each person, for some person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from board.models.card.place import Place
from board.models.limit.limit import Limit, Mode, Scope
from board.models.limit.tally import Tally
from board.models.people.membership import Role
from board.models.words import isolated

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.card.card import Card
    from board.models.people.person import Person


@dataclass(frozen=True)
class PlaceChange:
    """The change of a card from one place to another; None is off the board."""

    card: "Card"
    before: Place | None
    after: Place | None

    def adds_to(self, limit: Limit, person_id: int | None = None) -> int:
        """Return by how many this changes the count of a limit: 1, 0 or -1."""
        return limit.counts(self.after, person_id) - limit.counts(self.before, person_id)


@dataclass(frozen=True)
class Violation:
    """A limit that a change would violate, with the counts before and after it."""

    limit: Limit
    person_id: int | None
    count: int
    after: int
    may_override: bool = False
    person: "Person | None" = None

    def seen_by(self, role: Role | None, people: Mapping[int, "Person"]) -> "Violation":
        """Return this violation with whether somebody in this role may pass it, and its person."""
        return replace(
            self,
            may_override=self.limit.may_be_passed_by(role),
            person=people[self.person_id] if self.person_id else None,
        )

    @property
    def fact(self) -> dict[str, Any]:
        """Return what the log keeps of a limit that was passed."""
        return {
            "limit": self.limit.pk,
            "name": self.limit.title,
            "person": self.person_id,
            "count": self.count,
            "maximum": self.limit.maximum,
            "mode": self.limit.mode,
        }

    @property
    def sentence(self) -> str:
        """Return the refusal in words: "Review is full, 3 of 3." """
        facts = {
            "name": isolated(self.limit.title),
            "person": isolated(self.person.short_name) if self.person else "",
            "count": self.count,
            "maximum": self.limit.maximum,
            "room": self.limit.maximum - self.count,
            "wanted": self.after - self.count,
        }
        if self.limit.maximum == 0:
            return _("%(name)s is closed.") % facts
        if self.person:
            return _("%(person)s has %(count)s of %(maximum)s: %(name)s.") % facts
        if self.count > self.limit.maximum:
            return _("%(name)s exceeds its limit, %(count)s of %(maximum)s.") % facts
        if self.count == self.limit.maximum:
            return _("%(name)s is full, %(count)s of %(maximum)s.") % facts
        return (
            _("%(name)s has room for %(room)s, not for %(wanted)s: %(count)s of %(maximum)s.")
            % facts
        )


def violations(
    board: "Board",
    limits: Iterable[Limit],
    changes: Collection[PlaceChange],
    tally: Tally | None = None,
) -> list[Violation]:
    """Return the limits that these changes, taken as one, would violate; the most specific first."""
    people = _people_in(changes)
    rising = [
        (limit, person_id, added)
        for limit in limits
        for person_id in (people if limit.each_person else [None])
        if (added := sum(change.adds_to(limit, person_id) for change in changes)) > 0
    ]
    if not rising:
        return []
    tally = tally or Tally.of(board, [rise[0] for rise in rising], people)
    exceeded = []
    for limit, person_id, added in rising:
        before = tally.count(limit, person_id)
        after = before + added
        if after > limit.maximum and after > before:  # the rule
            exceeded.append(Violation(limit, person_id, before, after))
    return sorted(exceeded, key=lambda violation: _specificity(violation.limit))


def refusing(
    exceeded: Collection[Violation], reason: str, limit_versions: Mapping[int, int]
) -> list[Violation]:
    """Return the violations that this override does not excuse; `warn` never refuses.

    An override needs a reason, a person who may give it, and the current version of every limit
    that it passes: a limit that was not seen, or has changed since, still refuses.
    """
    return [
        violation
        for violation in exceeded
        if violation.limit.mode != Mode.WARN
        and not (
            violation.may_override
            and reason
            and limit_versions.get(violation.limit.pk) == violation.limit.version
        )
    ]


def _people_in(changes: Iterable[PlaceChange]) -> list[int]:
    return sorted({person for change in changes if change.after for person in change.after.people})


_SCOPES = list(Scope)


def _specificity(limit: Limit) -> tuple[int, int, int]:
    return _SCOPES.index(limit.scope), len(limit.column_ids), limit.pk

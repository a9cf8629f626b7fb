"""The objections before a card starts or finishes, and the verdict of the gate.

The board objects to a card that enters a rare class too soon (`rare_class`), and apps object by
their own rules.

An app that may object puts its name into `Card.asked_by`, in the transaction that connects the card
with it. Its AppConfig names a function as `asks_at_the_gate`, which gets the turn and the changes of
cards that carry the name, and returns objections. It is called while the board is locked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from board import extensions
from board.models.limit.batch import TOO_LARGE, TooLarge, refusing_size
from board.models.limit.gate import PlaceChange, Violation, refusing
from board.models.limit.rare_class import EXPEDITE_AGAIN, again, facts, sentence
from board.models.name import folded
from board.models.people.membership import MAY_CHANGE, Role

if TYPE_CHECKING:
    from board.models.board.turn import Terms, Turn
    from board.models.card.card import Card


@dataclass(frozen=True)
class Objection:
    """Why a card should not start, enter a class or finish; its code names the rule."""

    card: "Card"
    code: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The verdict of the gate on some changes: limits, sizes, objections; and what is only recorded."""

    violations: list[Violation] = field(default_factory=list)
    too_large: list[TooLarge] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    role: Role | None = None

    def __bool__(self) -> bool:
        return bool(self.violations or self.too_large or self.objections)

    @property
    def may_object_be_passed(self) -> bool:
        return self.role in MAY_CHANGE

    def refused_code(self, terms: "Terms") -> str:
        """Return the code of the first rule that refuses on these terms; "" if none does."""
        reason = folded(terms.override_reason)
        if refusing(self.violations, reason, terms.limit_versions):
            return "wip_limit_reached"
        if refusing_size(self.too_large, reason, terms.passes):
            return TOO_LARGE
        for each in self.objections:
            if not (reason and self.may_object_be_passed and each.code in terms.passes):
                return each.code
        return ""


def too_soon(turn: "Turn", changes: Collection[PlaceChange]) -> list[Objection]:
    """Return an objection for each card that would enter a rare class too soon after another one."""
    return [
        Objection(card, EXPEDITE_AGAIN, sentence(service_class, entry), facts(service_class, entry))
        for card, service_class, entry in again(turn, changes)
    ]


def objections(turn: "Turn", changes: Collection[PlaceChange]) -> list[Objection]:
    """Return the objections of the apps that cards name. Cards without an app cost no statement."""
    named = {name for change in changes for name in change.card.asked_by}
    objections_so_far: list[Objection] = []
    for name, ask in extensions.asks_at_the_gate():
        if name in named:
            theirs = [change for change in changes if name in change.card.asked_by]
            objections_so_far += ask(turn, theirs)
    return objections_so_far

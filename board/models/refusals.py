"""The refusals of the board, each by its name.

A refusal is a fact in the board's words: its message is for people, its `code` for programs. It
never means that something is broken.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.limit.explanation import Explanation
    from board.models.limit.objection import Verdict


FACTS = {
    "title": _later("the title"),
    "description": _later("the description"),
    "due_on": _later("the due date"),
    "labels": _later("the labels"),
    "size": _later("the size"),
    "fits": _later("whether it fits in the target days"),
    "assignees": _later("the people"),
    "service_class": _later("the class of service"),
    "lane": _later("the lane"),
}  # as a sentence speaks of them


class Refusal(Exception):
    """The board refuses a change, and says why."""

    code = "refused"
    was_told = False  # for the metrics

    @property
    def message(self) -> str:
        return str(self)


class GateRefusal(Refusal):
    """The gate does not let a card through: limits, its size, or what an app objects to."""

    def __init__(self, verdict: "Verdict", explanation: "Explanation", cards: "list[Card]"):
        super().__init__(explanation.words)
        self.cards = cards
        self.violations = verdict.violations
        self.too_large = verdict.too_large
        self.objections = verdict.objections
        self.explanation = explanation

    def in_words(self, words: str) -> Self:
        """Return the same refusal in other words."""
        self.args = (words,)
        self.explanation = replace(self.explanation, words=words)
        return self


class WipLimitReached(GateRefusal):
    """The change would put more cards behind a gate than its limit allows."""

    code = "wip_limit_reached"


class TooLargeToStart(GateRefusal):
    """The change would start a card that is larger than the board allows."""

    code = "too_large"


class ObjectedTo(GateRefusal):
    """An app objects to the start or the finish of a card; the code is that of the objection."""


def refused_at_the_gate(
    code: str, verdict: "Verdict", explanation: "Explanation", cards: "list[Card]"
) -> GateRefusal:
    """Return the refusal for this code, which is that of the first rule that refuses."""
    for named in (WipLimitReached, TooLargeToStart):
        if named.code == code:
            return named(verdict, explanation, cards)
    refusal = ObjectedTo(verdict, explanation, cards)
    refusal.code = code
    return refusal


class Stale(Refusal):
    """The thing to be changed has changed since the caller saw it."""


class StaleCard(Stale):
    """The card has moved or changed since the caller saw it."""

    code = "stale_card"

    def __init__(self, card: "Card"):
        super().__init__(
            _("%(card)s has changed since you looked at it. It is in %(column)s now.")
            % {"card": card, "column": card.column}
        )
        self.card = card


class StalePart(Stale):
    """A part of a board, or the board, has changed since the caller saw it.

    `thing` is the part as it is now: a column, a limit ...; None if it is gone.
    """

    def __init__(self, kind: str, thing: Any):
        called = {"name": getattr(thing, "title", None) or thing} if thing else {}
        super().__init__(
            _("%(name)s has changed since you looked at it.") % called
            if thing
            else _("It is not there any more.")
        )
        self.code = f"stale_{kind}"
        self.kind = kind
        self.thing = thing


class ChangedMeanwhile(Stale):
    """Somebody else has changed the same facts since the caller saw them."""

    code = "changed_meanwhile"

    def __init__(self, card: "Card", facts: list[str]):
        names = {
            "card": card,
            "facts": get_text_list([str(FACTS[fact]) for fact in facts], _("and")),
        }
        super().__init__(_("Somebody else changed %(facts)s of %(card)s at the same time.") % names)
        self.card = card
        self.facts = facts  # "title", "labels" ...


class NotPossible(Refusal):
    """The change makes no sense where the card is now."""

    code = "not_possible"


class TooMany(NotPossible):
    """The maximum number of a thing is reached."""

    code = "too_many"


class LinkCycle(NotPossible):
    """A card would wait for itself; `way` has the keys of the circle, None for a hidden card."""

    code = "link_cycle"

    def __init__(self, way: list[str | None]):
        names = [key or str(_("a card of another board")) for key in way]
        words = [_("%(card)s would wait for %(blocker)s") % {"card": names[0], "blocker": names[1]}]
        words += [_("which waits for %(blocker)s") % {"blocker": name} for name in names[2:]]
        super().__init__(f"{', '.join(words)}.")
        self.way = way


class NameTaken(Refusal):
    """Something else has this name already."""

    code = "taken"

    def __init__(self, message: str, about: str = "name"):
        super().__init__(message)
        self.about = about  # the field


class NotHere(Refusal):
    """A thing that the change names is not on this board, or has left it."""

    code = "not_here"

    def __init__(self, message: str, about: str = ""):
        super().__init__(message)
        self.about = about  # "column", "lane", "assignees" ...; "" if nobody named it


class KeyUsedBefore(Refusal):
    """An idempotency key came back with another request."""

    code = "idempotency_key_used"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another request."))

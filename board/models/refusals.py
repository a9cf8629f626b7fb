"""What the board says no to, each by its name.

A refusal is a fact in the board's words: its message can be shown to a person, its `code` is
what a program reads. It never means that something is broken.
"""

from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.explanation import Explanation
    from board.models.gate import Violation


FACTS = {
    "title": _later("the title"),
    "description": _later("the description"),
    "due_on": _later("the due date"),
    "labels": _later("the labels"),
    "size": _later("the size"),
    "assignees": _later("the people"),
    "service_class": _later("the class of service"),
    "lane": _later("the lane"),
}  # as a sentence speaks of them


class Refusal(Exception):
    """The board says no, and why."""

    code = "refused"

    @property
    def message(self) -> str:
        return str(self)


class WipLimitReached(Refusal):
    """The change would put more cards behind a gate than its limit allows."""

    code = "wip_limit_reached"

    def __init__(self, violations: list["Violation"], explanation: "Explanation"):
        super().__init__(explanation.words)
        self.violations = violations
        self.explanation = explanation


class StaleCard(Refusal):
    """The card has moved on since the caller looked at it."""

    code = "stale_card"

    def __init__(self, card: "Card"):
        super().__init__(
            _("%(card)s has changed since you looked at it. It is in %(column)s now.")
            % {"card": card, "column": card.column}
        )
        self.card = card


class ChangedMeanwhile(Refusal):
    """Somebody else has changed what the caller changes, since the caller looked at it."""

    code = "changed_meanwhile"

    def __init__(self, card: "Card", facts: list[str]):
        told = {
            "card": card,
            "facts": get_text_list([str(FACTS[fact]) for fact in facts], _("and")),
        }
        super().__init__(_("Somebody changed %(facts)s of %(card)s while you did.") % told)
        self.card = card
        self.facts = facts  # "title", "labels" ...


class NotPossible(Refusal):
    """The change makes no sense where the card is now."""

    code = "not_possible"


class NotHere(Refusal):
    """What the change names is not on this board, or not any more."""

    code = "not_here"

    def __init__(self, message: str, about: str = ""):
        super().__init__(message)
        self.about = about  # "column", "lane", "assignees" ...; "" if nobody named it


class KeyUsedBefore(Refusal):
    """An idempotency key came back with another request."""

    code = "idempotency_key_used"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another request."))

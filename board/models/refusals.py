"""What the board says no to, each by its name.

A refusal is a fact in the board's words: its message can be shown to a person, its `code` is
what a program reads. It never means that something is broken.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.explanation import Explanation
    from board.models.gate import Violation


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
        super().__init__(_("Somebody changed this of %(card)s while you did.") % {"card": card})
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

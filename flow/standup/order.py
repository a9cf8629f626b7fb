"""In which order a team talks about its cards: what keeps the work from flowing comes first.

The walk goes right to left, since the work nearest to done is worth most. Within a column:
what is past a limit, what is blocked (the longest first), what is past the SLE, what is to be
expedited, then the rest by age.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallReason(models.TextChoices):
    """Why a card comes where it comes, the most urgent first."""

    PAST = "past", _("Past a limit")
    BLOCKED = "blocked", _("Blocked")
    SLE = "sle", _("Older than expected")
    EXPEDITE = "expedite", _("Expedite")
    AGE = "age", _("By age")


_ORDER = list(CallReason)


@dataclass(frozen=True)
class StandupCard:
    """The facts of a card for the order; `age` and `blocked_days` count both ends, None or 0: not
    so.

    `place` is where it stands in its column from the top, and settles what is equal otherwise.
    """

    number: int
    place: int
    age: int | None = None
    blocked_days: int = 0
    is_past_a_limit: bool = False
    is_expedite: bool = False

    def why(self, sle_days: int | None) -> CallReason:
        if self.is_past_a_limit:
            return CallReason.PAST
        if self.blocked_days:
            return CallReason.BLOCKED
        if self.age is not None and sle_days is not None and self.age > sle_days:
            return CallReason.SLE
        return CallReason.EXPEDITE if self.is_expedite else CallReason.AGE


def in_order(cards: Iterable[StandupCard], sle_days: int | None) -> list[StandupCard]:
    """These cards of one column in the order of the talk; `sle_days` is the SLE, None if unknown."""

    def pressing(card: StandupCard) -> tuple[int, int, int, int]:
        why = card.why(sle_days)
        longest = card.blocked_days if why == CallReason.BLOCKED else 0
        return _ORDER.index(why), -longest, -(card.age or 0), card.place

    return sorted(cards, key=pressing)

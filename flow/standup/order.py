"""In which order a team talks about its cards: what keeps the work from flowing comes first.

The walk goes right to left, since the work nearest to done is worth most. Within a column:
what is past a limit, what is blocked (the longest first), what is past the SLE, what is to be
expedited, then the rest by age.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """Why a card comes where it comes, the most pressing first."""

    PAST = "past", _("Past a limit")
    BLOCKED = "blocked", _("Blocked")
    SLE = "sle", _("Past what we expect")
    EXPEDITE = "expedite", _("Expedite")
    AGE = "age", _("By age")


_ORDER = list(Why)


@dataclass(frozen=True)
class Standing:
    """What the order asks of a card; `age` and `blocked_days` count both ends, None or 0: not so.

    `place` is where it stands in its column from the top, and settles what is equal otherwise.
    """

    number: int
    place: int
    age: int | None = None
    blocked_days: int = 0
    is_past_a_limit: bool = False
    is_expedite: bool = False

    def why(self, sle_days: int | None) -> Why:
        if self.is_past_a_limit:
            return Why.PAST
        if self.blocked_days:
            return Why.BLOCKED
        if self.age is not None and sle_days is not None and self.age > sle_days:
            return Why.SLE
        return Why.EXPEDITE if self.is_expedite else Why.AGE


def in_order(cards: Iterable[Standing], sle_days: int | None) -> list[Standing]:
    """These cards of one column in the order of the talk; `sle_days` is the SLE, None if unknown."""

    def pressing(card: Standing) -> tuple[int, int, int, int]:
        why = card.why(sle_days)
        longest = card.blocked_days if why == Why.BLOCKED else 0
        return _ORDER.index(why), -longest, -(card.age or 0), card.place

    return sorted(cards, key=pressing)

"""The batch rule: a card that is too large to start is refused, stated once.

A change starts a card if the place after it is a column in progress and the place before it is
none, a queue column or a done column. A card is too large if it has more scenarios than the board
allows, or if the board asks whether it fits in the target days and nobody has confirmed it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.models.card.place import Place
from board.models.people.membership import Role, may_pass

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.column.column import Column
    from board.models.limit.gate import PlaceChange

TOO_LARGE = "too_large"
USUAL_SCENARIOS = 3
USUAL_DAYS = 2


class BatchMode(models.TextChoices):
    """The effect of the batch rule on a card that is too large to start."""

    OFF = "off", gettext_lazy("nothing is asked")
    REFUSE = "refuse", gettext_lazy("it is refused")
    REASON = "reason", gettext_lazy("it needs a reason")
    WARN = "warn", gettext_lazy("it is noted")


@dataclass(frozen=True)
class BatchRule:
    """The rules of a board for a card that starts. None for a number: no such rule."""

    most_scenarios: int | None = USUAL_SCENARIOS
    target_days: int | None = USUAL_DAYS
    asks_fit: bool = False
    mode: str = BatchMode.OFF
    members_may_override: bool = True

    @property
    def is_on(self) -> bool:
        return self.mode != BatchMode.OFF

    @property
    def sentence(self) -> str:
        """Return what the rule does, as the settings show it."""
        if not self.is_on:
            return _("A card of any size may start.")
        asked = []
        if self.most_scenarios is not None:
            asked.append(
                ngettext(
                    "A card may start with at most %(most)s scenario.",
                    "A card may start with at most %(most)s scenarios.",
                    self.most_scenarios,
                )
                % {"most": self.most_scenarios}
            )
        if self.asks_fit and self.target_days is not None:
            asked.append(
                ngettext(
                    "Somebody must confirm that it fits in %(days)s day.",
                    "Somebody must confirm that it fits in %(days)s days.",
                    self.target_days,
                )
                % {"days": self.target_days}
            )
        if not asked:
            return _("A card of any size may start.")
        return " ".join([*asked, str(_CONSEQUENCES[BatchMode(self.mode)])])

    def refuses(self, scenarios: int, *, fits: bool) -> bool:
        """Whether a card with this number of scenarios is too large to start."""  # the rule
        too_many = self.most_scenarios is not None and scenarios > self.most_scenarios
        return too_many or (self.asks_fit and self.target_days is not None and not fits)

    def may_be_passed_by(self, role: Role | None) -> bool:
        """Whether somebody in this role may start a too large card, with a reason."""
        if self.mode == BatchMode.WARN:
            return True
        if self.mode != BatchMode.REASON:
            return False
        return may_pass(role, members_may=self.members_may_override)


_CONSEQUENCES = {
    BatchMode.REFUSE: gettext_lazy("A larger one is refused."),
    BatchMode.REASON: gettext_lazy("A larger one needs a reason."),
    BatchMode.WARN: gettext_lazy("A larger one is noted."),
}


@dataclass(frozen=True)
class TooLarge:
    """A card that is too large to start, and what the board would allow."""

    card: "Card"
    scenarios: int
    rule: BatchRule
    may_override: bool

    @property
    def too_many(self) -> bool:
        most = self.rule.most_scenarios
        return most is not None and self.scenarios > most

    @property
    def sentence(self) -> str:
        """Return the refusal in words: "SLU-12 is too large to start: 5 scenarios, at most 3." """
        name = self.card.key if self.card.number and self.card.pk else _("This card")
        if self.too_many:
            return ngettext(
                "%(card)s is too large to start: %(scenarios)s scenario, at most %(most)s.",
                "%(card)s is too large to start: %(scenarios)s scenarios, at most %(most)s.",
                self.scenarios,
            ) % {"card": name, "scenarios": self.scenarios, "most": self.rule.most_scenarios}
        return ngettext(
            "Nobody has confirmed yet that %(card)s fits in %(days)s day.",
            "Nobody has confirmed yet that %(card)s fits in %(days)s days.",
            self.rule.target_days or 0,
        ) % {"card": name, "days": self.rule.target_days}

    @property
    def can_be_split(self) -> bool:
        return self.card.pk is not None and self.card.archived_at is None and self.scenarios > 1

    @property
    def fact(self) -> dict[str, Any]:
        """Return what the log keeps of a too large card that started."""
        return {
            "rule": TOO_LARGE,
            "card": self.card.number,
            "scenarios": self.scenarios,
            "most": self.rule.most_scenarios,
            "fits": self.card.fits,
            "target_days": self.rule.target_days,
            "mode": self.rule.mode,
        }


def starts(change: "PlaceChange", columns: "Mapping[int, Column]") -> bool:
    """Whether this change starts a card: into a column in progress, from none, queue or done."""
    return in_progress(change.after, columns) and not in_progress(change.before, columns)


def in_progress(place: Place | None, columns: "Mapping[int, Column]") -> bool:
    column = columns.get(place.column_id) if place else None
    return column is not None and column.is_in_progress


def too_large(
    rule: BatchRule,
    changes: "Iterable[PlaceChange]",
    scenarios: Mapping[int, int],
    role: Role | None,
) -> list[TooLarge]:
    """Return the cards that these changes start and that are too large by the rule.

    `scenarios` has the number of scenarios of each card, by its number.
    """
    may = rule.may_be_passed_by(role)
    return [
        TooLarge(change.card, scenarios.get(change.card.number, 0), rule, may)
        for change in changes
        if rule.refuses(scenarios.get(change.card.number, 0), fits=change.card.fits)
    ]


def is_apart(change: "PlaceChange") -> bool:
    """Whether the card is of a class apart from limits: its size is recorded, never refused."""
    return change.after is not None and change.after.apart


def refusing_size(
    too_large: Collection[TooLarge], reason: str, passes: Collection[str]
) -> list[TooLarge]:
    """Return the cards that this override does not excuse; `warn` never refuses."""
    return [
        each
        for each in too_large
        if each.rule.mode != BatchMode.WARN
        and not (each.may_override and reason and TOO_LARGE in passes)
    ]

"""A refusal teaches: what is full, what is oldest there, and what this person may do now."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.gate import Change, Violation, violations
from board.models.limit import Mode

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.turn import Turn


@dataclass(frozen=True)
class Explanation:
    """The words of a refusal, and the ways out that they offer."""

    words: str
    oldest: "Card | None"
    swap_with: "Card | None"
    may_override: bool


def explain(turn: "Turn", found: Collection[Violation], changes: Collection[Change]) -> Explanation:
    refused = [violation for violation in found if violation.limit.mode != Mode.WARN]
    is_closed = refused[0].limit.maximum == 0  # nothing that leaves would make room
    oldest = None if is_closed else _oldest_behind(turn, refused[0], changes)
    swap_with = oldest if oldest and _may_swap(turn, changes, oldest) else None
    may_override = all(violation.may_override for violation in refused)
    words = [violation.sentence for violation in refused]
    if oldest:
        words.append(_describe(oldest))
        words.append(_ways_out(swap=swap_with is not None, override=may_override))
    elif may_override:
        words.append(_("Override with a reason if you must."))
    return Explanation(" ".join(words), oldest, swap_with, may_override)


def _oldest_behind(
    turn: "Turn", violation: Violation, changes: Collection[Change]
) -> "Card | None":
    """The card that counts at this limit and was started first (in a queue: arrived first)."""
    limit, moving = violation.limit, {change.card.pk for change in changes}
    there = turn.board.cards.on_the_board().in_columns(limit.column_ids).placed().oldest_first()
    for card in there.iterator(chunk_size=100):
        if card.pk not in moving and limit.counts(card.place, violation.person_id):
            card.board = turn.board
            return card
    return None


def _may_swap(turn: "Turn", changes: Collection[Change], other: "Card") -> bool:
    """Whether the one card that moves could change places with this one instead."""
    if len(changes) != 1:
        return False
    [change] = changes
    if change.before is None or change.after is None:
        return False
    if change.before.column_id in (change.after.column_id, other.column_id):
        return False  # it goes nowhere, as when somebody is assigned, or would go nowhere
    return not violations(turn.board, turn.board.shape.limits, change.card.swaps(other))


def _describe(card: "Card") -> str:
    days = card.age
    if days is None:
        return _("First in line there: %(card)s.") % {"card": card}
    return ngettext(
        "Oldest there: %(card)s, %(days)s day.",
        "Oldest there: %(card)s, %(days)s days.",
        days,
    ) % {"card": card, "days": days}


def _ways_out(*, swap: bool, override: bool) -> str:
    if swap and override:
        return _("Finish or move one, swap, or override with a reason.")
    if swap:
        return _("Finish or move one, or swap.")
    if override:
        return _("Finish or move one, or override with a reason.")
    return _("Finish or move one first.")

"""The explanation of a refusal: what is full, what is oldest there, what the person may do now."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.limit.gate import PlaceChange, Violation
from board.models.limit.limit import Mode
from board.models.swarm import Swarm, swarm_on

if TYPE_CHECKING:
    from board.models.board.turn import Turn
    from board.models.card.card import Card
    from board.models.limit.batch import TooLarge
    from board.models.limit.objection import Verdict


@dataclass(frozen=True)
class Explanation:
    """The words of a refusal, and the ways out that they offer."""

    words: str
    oldest: "Card | None"
    swap_with: "Card | None"
    may_override: bool
    swarm: list[Swarm] = field(default_factory=list)


def explain(turn: "Turn", verdict: "Verdict", changes: Collection[PlaceChange]) -> Explanation:
    refused = [violation for violation in verdict.violations if violation.limit.mode != Mode.WARN]
    too_large = [each for each in verdict.too_large if each.rule.mode != Mode.WARN]
    is_closed = refused and refused[0].limit.maximum == 0  # no card that leaves would make room
    oldest = _oldest_behind(turn, refused[0], changes) if refused and not is_closed else None
    may_swap = oldest is not None and _may_swap(turn, changes, oldest)
    swap_with = oldest if may_swap else None
    may_override = all(each.may_override for each in refused) and all(
        each.may_override for each in too_large
    )
    if verdict.objections and not verdict.may_object_be_passed:
        may_override = False
    words = [
        *(each.sentence for each in refused),
        *(each.sentence for each in too_large),
        *(each.sentence for each in verdict.objections),
    ]
    if oldest:
        words.append(_describe(oldest))
    if oldest and not too_large and not verdict.objections:
        words.append(_ways_out(swap=swap_with is not None, override=may_override))
    elif too_large:
        words.append(_ways_to_start(too_large, override=may_override))
    elif may_override:
        words.append(_("Override with a reason if you must."))
    moving = [change.card for change in changes]
    swarm = swarm_on(turn, refused[0].limit, moving) if refused and not is_closed else []
    return Explanation(" ".join(filter(None, words)), oldest, swap_with, may_override, swarm)


def _ways_to_start(too_large: "Collection[TooLarge]", *, override: bool) -> str:
    split = any(each.can_be_split for each in too_large)
    if split and override:
        return _("Split it, or start it with a reason.")
    if split:
        return _("Split it.")
    return _("Start it with a reason if you must.") if override else ""


def _oldest_behind(
    turn: "Turn", violation: Violation, changes: Collection[PlaceChange]
) -> "Card | None":
    """Return the card that counts at this limit and started first (in a queue: arrived first)."""
    limit, moving = violation.limit, {change.card.pk for change in changes}
    there = turn.board.cards.on_the_board().in_columns(limit.column_ids).placed().oldest_first()
    for card in there.iterator(chunk_size=100):
        if card.pk not in moving and limit.counts(card.place, violation.person_id):
            card.board = turn.board
            return card
    return None


def _may_swap(turn: "Turn", changes: Collection[PlaceChange], other: "Card") -> bool:
    """Whether the card that moves could swap with this one without a refusal."""
    if len(changes) != 1:
        return False
    [change] = changes
    if change.before is None or change.after is None:
        return False
    if change.before.column_id in (change.after.column_id, other.column_id):
        return (
            False  # it does not move, as when somebody is assigned, or the swap would not move it
        )
    return not turn.refuses(*change.card.swaps(other))


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

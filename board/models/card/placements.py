"""Where a card may go: asked by a page when a drag starts. The drop is judged again."""

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.board.turn import PLAIN, Turn
from board.models.limit.batch import BatchMode, is_apart
from board.models.limit.gate import PlaceChange, violations
from board.models.limit.limit import Mode
from board.models.limit.objection import Verdict, objections, too_soon
from board.models.limit.tally import Tally
from board.models.people.membership import MAY_CHANGE, Role

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.column.column import Column
    from board.models.lane import Lane
    from board.models.people.person import Person


class PlacementVerdict(models.TextChoices):
    """Whether a card may go somewhere."""

    MAY = "may", gettext_lazy("may")
    REASON = "reason", gettext_lazy("needs a reason")
    NO = "no", gettext_lazy("may not")


@dataclass(frozen=True)
class Placement:
    """One column and lane, and whether a card may go there."""

    column: "Column"
    lane: "Lane"
    answer: PlacementVerdict
    words: str


class CardPlacements(models.Model):
    """Say where a card may go."""

    class Meta:
        abstract = True

    def placements(self: "Card", *, by: "Person", tally: Tally | None = None) -> list[Placement]:
        """Return the verdict for this person on each column and lane, all from one tally."""
        card, board, shape = self.as_placed(), self.board, self.board.shape
        role = Role(board.role) if board.role else board.role_of(by)
        tally = tally or Tally.of(board, shape.limits, card.people)
        changes = {
            (column, lane): PlaceChange(
                card, card.place, replace(card.place, column_id=column.pk, lane_id=lane.pk)
            )
            for column, lane in product(shape.columns.values(), shape.lanes.values())
        }
        if never := _why_never(card, role):
            return [Placement(*cell, PlacementVerdict.NO, never) for cell in changes]
        violated = {
            cell: violations(board, shape.limits, [change], tally)
            for cell, change in changes.items()
        }
        people = board.people_by_id(
            {
                each.person_id
                for exceeded in violated.values()
                for each in exceeded
                if each.person_id
            }
        )
        asked = Turn(board, by, PLAIN)  # without the lock: it is a hint
        return [
            Placement(
                *cell,
                *_answer(
                    Verdict(
                        [each.seen_by(role, people) for each in exceeded],
                        asked.sizes([change for change in [changes[cell]] if not is_apart(change)]),
                        [
                            *too_soon(asked, [changes[cell]]),
                            *(objections(asked, [changes[cell]]) if card.asked_by else []),
                        ],
                        role,
                    )
                ),
            )
            for cell, exceeded in violated.items()
        ]

    def as_placed(self: "Card") -> "Card":
        """Return this card with all that `place` needs."""
        if hasattr(self, "people"):
            return self
        card = self.board.placed_cards(self)[self.pk]
        card.board = self.board
        return card


def _why_never(card: "Card", role: Role | None) -> str:
    """Return why somebody in this role may not move this card at all; "" if they may."""
    if role not in MAY_CHANGE:
        return _("You can view this board, but not change it.")
    if card.archived_at is not None:
        return _("%(card)s is archived. Restore it first.") % {"card": card}
    return ""


def _answer(verdict: Verdict) -> tuple[PlacementVerdict, str]:
    """Return whether and how these rules can be passed, and their words; a warning always can."""
    words = [
        *(each.sentence for each in verdict.violations),
        *(each.sentence for each in verdict.too_large),
        *(each.sentence for each in verdict.objections),
    ]
    passable = [
        *(each.may_override for each in verdict.violations if each.limit.mode != Mode.WARN),
        *(each.may_override for each in verdict.too_large if each.rule.mode != BatchMode.WARN),
        *(verdict.may_object_be_passed for _each in verdict.objections),
    ]
    if not passable:
        return PlacementVerdict.MAY, " ".join(words)
    return PlacementVerdict.REASON if all(passable) else PlacementVerdict.NO, " ".join(words)

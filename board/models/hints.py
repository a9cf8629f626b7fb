"""Where a card may go: what a page asks when a drag starts. The drop is judged again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.gate import Change, Violation, violations
from board.models.limit import Mode
from board.models.membership import Role
from board.models.tally import Tally

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.column import Column
    from board.models.lane import Lane
    from board.models.person import Person


class Answer(models.TextChoices):
    """Whether a card may go somewhere."""

    MAY = "may", gettext_lazy("may")
    REASON = "reason", gettext_lazy("needs a reason")
    NO = "no", gettext_lazy("may not")


@dataclass(frozen=True)
class Placement:
    """One column and lane, and whether a card may go there."""

    column: "Column"
    lane: "Lane"
    answer: Answer
    words: str


class Hinting(models.Model):
    """The side of a card that says where it may go."""

    class Meta:
        abstract = True

    def placements(self: "Card", *, by: "Person") -> list[Placement]:
        """What would be said to this person for each column and lane, all from one tally."""
        [card] = self.board.cards.placed().filter(pk=self.pk)
        card.board = self.board
        shape, role = self.board.shape, self.board.role_of(by)
        tally = Tally.of(self.board, shape.limits, card.people)
        people = self.board.people_by_id(card.people)
        never = _why_never(card, role)
        found = []
        for column, lane in product(shape.columns.values(), shape.lanes.values()):
            goal = replace(card.place, column_id=column.pk, lane_id=lane.pk)
            changes = [Change(card, card.place, goal)]
            violated = violations(self.board, shape.limits, changes, tally)
            seen = [each.seen_by(role, people) for each in violated]
            answer, words = (Answer.NO, never) if never else _answer(seen)
            found.append(Placement(column, lane, answer, words))
        return found


def _why_never(card: "Card", role: Role | None) -> str:
    """Why this card goes nowhere for somebody in this role; "" if it may be asked."""
    if role not in (Role.MEMBER, Role.LEAD):
        return _("You may look at this board, but not change it.")
    if card.archived_at is not None:
        return _("%(card)s is archived. Restore it first.") % {"card": card}
    return ""


def _answer(violated: Collection[Violation]) -> tuple[Answer, str]:
    """Whether and how these violations can be passed, and their words; a warning always can."""
    words = " ".join(each.sentence for each in violated)
    refusing = [each for each in violated if each.limit.mode != Mode.WARN]
    if not refusing:
        return Answer.MAY, words
    may_override = all(each.may_override for each in refusing)
    return Answer.REASON if may_override else Answer.NO, words

"""Where a card may go: what a page asks when a drag starts. The drop is judged again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
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
        card.must_be_on_the_board()
        shape, role = self.board.shape, self.board.role_of(by)
        tally = Tally.of(self.board, shape.limits, card.people)
        people = self.board.people_by_id(card.people)
        found = []
        for column in shape.columns.values():
            for lane in shape.lanes.values():
                goal = replace(card.place, column_id=column.pk, lane_id=lane.pk)
                change = Change(card, card.place, goal)
                violated = [
                    each.seen_by(role, people)
                    for each in violations(self.board, shape.limits, [change], tally)
                ]
                found.append(Placement(column, lane, *_answer(violated, role)))
        return found


def _answer(violated: Collection[Violation], role: Role | None) -> tuple[Answer, str]:
    if role in (None, Role.VIEWER):
        return Answer.NO, _("You may look at this board, but not change it.")
    words = " ".join(each.sentence for each in violated)
    refusing = [each for each in violated if each.limit.mode != Mode.WARN]
    if not refusing:
        return Answer.MAY, words
    return (Answer.REASON if all(each.may_override for each in refusing) else Answer.NO), words

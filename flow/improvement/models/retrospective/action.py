from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from board.models import Card
from board.models.checks import check_fields
from board.models.name import NameField
from flow.improvement.models.first import First
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Board, Person

LONGEST_MEASURE = 300


class ActionState(StrEnum):
    """The outcome of an action. It is read from its card, so undo and reopening count."""

    DONE = "done"
    GOING = "going"
    WAITING = "waiting"
    DROPPED = "dropped"


class ImprovementActionQuerySet(models.QuerySet["ImprovementAction"]):
    def of_board(self, board: "Board") -> "ImprovementActionQuerySet":
        return self.filter(retrospective__board=board)

    def in_order(self) -> "ImprovementActionQuerySet":
        return self.select_related("owner", "card__column").order_by("pk")

    def open_by(self, day: date) -> "ImprovementActionQuerySet":
        """Return the actions whose day has come by this one, and whose card is on the board and not
        done.
        """
        return self.filter(
            by__lte=day,
            card__finished_at=None,
            card__deleted_at=None,
            card__archived_at=None,
            card__isnull=False,
        )

    def first_of_each(self, columns: Collection[int]) -> list[tuple[int, int, int]]:
        """The oldest action whose card waits in each of these columns: column, number, version.

        Only of boards that let improvement go first; in one statement.
        """
        waiting = Card.objects.in_columns(columns).on_the_board().unblocked()
        first = First.objects.filter(board=OuterRef("retrospective__board"))
        in_order = self.filter(Exists(first), card__in=waiting).order_by("card__column", "pk")
        facts = in_order.values_list("card__column", "card__number", "card__version")
        return list(facts.distinct("card__column"))


class ImprovementAction(models.Model):
    """An action of a retrospective, with its owner, its day and its measure. It is a card."""

    retrospective = models.ForeignKey(
        "improvement.Retrospective", models.CASCADE, related_name="actions"
    )
    title = NameField(max_length=200)
    owner = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)
    by = models.DateField(_("by"))
    measure = NameField(max_length=LONGEST_MEASURE)
    card = about("board.Card", db_index=True, null=True)
    why_not = NameField(max_length=300, blank=True)  # why it was not started, where it was asked

    objects = ImprovementActionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(measure=""),
                name="an_action_of_a_retrospective_is_said_whole",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def became(self) -> ActionState:
        card = self.card
        if card is None or card.deleted_at is not None:
            return ActionState.DROPPED
        if card.finished_at is not None:
            return ActionState.DONE
        if card.archived_at is not None:
            return ActionState.DROPPED
        return ActionState.GOING if card.started_at is not None else ActionState.WAITING

    def explain_why_not_started(self, words: str, *, by: "Person") -> None:
        """Save why it was not started, without an author. Raises ValidationError."""
        self.why_not = words
        check_fields(self, "why_not")
        self.save(update_fields=["why_not"])


def share_done(board: "Board") -> dict[str, Any]:
    """Return how many actions of a board are done: `done`, `all` and `percent` (None without any)."""
    actions = list(ImprovementAction.objects.of_board(board).in_order())
    done = sum(each.became == ActionState.DONE for each in actions)
    percent = 100 * done / len(actions) if actions else None
    return {"done": done, "all": len(actions), "percent": percent}

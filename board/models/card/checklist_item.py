from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from board.models.most import Most


class ChecklistKind(models.TextChoices):
    """The kind of an item of a checklist: part of the acceptance, or work to do."""

    SCENARIO = "scenario", _("scenario")
    STEP = "step", _("step")


KEPT_AFTER_REMOVAL = timedelta(days=1)
MOST = 100
MOST_OF_A_CARD: dict[str, Most] = {
    ChecklistKind.SCENARIO: Most(MOST, _("A card has at most %(most)s scenarios.")),
    ChecklistKind.STEP: Most(MOST, _("A card has at most %(most)s steps.")),
}


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def scenarios(self) -> "ChecklistItemQuerySet":
        return self.of_kind(ChecklistKind.SCENARIO)

    def steps(self) -> "ChecklistItemQuerySet":
        return self.of_kind(ChecklistKind.STEP)

    def of_kind(self, kind: str) -> "ChecklistItemQuerySet":
        return self.filter(kind=kind)

    def kept(self) -> "ChecklistItemQuerySet":
        """Return the items that were not removed, in order, each with the person who ticked it."""
        return self.filter(removed_at=None).select_related("done_by").order_by("rank", "pk")

    def to_forget(self, now: datetime) -> "ChecklistItemQuerySet":
        """Return the items that were removed too long ago to be restored."""
        return self.filter(removed_at__lt=now - KEPT_AFTER_REMOVAL)


class ChecklistItem(models.Model):
    """One scenario or one step of a card.

    A scenario is one thing that must be true when the card is done; a step is one thing to do.
    A removed item keeps its words for a day, so that the removal can be undone.
    """

    MOST = MOST  # items of each kind on a card

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="checklist")
    kind = models.CharField(max_length=8, choices=ChecklistKind)
    text = models.CharField(_("text"), max_length=1000)
    rank = models.CharField(max_length=200, db_collation="C", editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        indexes = [
            models.Index(
                fields=["card", "kind", "rank"],
                condition=Q(removed_at=None),
                name="checklist_of_a_card_in_order",
            ),
            models.Index(
                fields=["removed_at"],
                condition=Q(removed_at__isnull=False),
                name="removed_checklist_items",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_checklist_item_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

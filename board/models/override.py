from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from board.models.limit import Limit
    from board.models.place import Place


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self) -> "OverrideQuerySet":
        """Those of cards that still count where they were let in; each with who gave the reason."""
        return self.filter(ended_at=None).select_related("by")


class Override(models.Model):
    """A card that was let past a limit, with the reason and the version of the limit then.

    It lives until the card no longer counts there. Nobody's name on it means that the board let
    the card in itself: an unblocked or an imported card is never refused.
    """

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="overrides")
    limit = models.ForeignKey("board.Limit", models.CASCADE, related_name="overrides")
    person = models.ForeignKey(  # whose limit it was, where it counts for each person
        "board.Person", models.PROTECT, null=True, related_name="+"
    )
    limit_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["card"],
                condition=Q(ended_at=None),
                name="overrides_in_force_of_a_card",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.reason

    def holds(self, limit: "Limit | None", place: "Place | None") -> bool:
        """Whether the card in this place still counts where it was let past; None: lifted."""
        return limit is not None and limit.counts(place, self.person_id)

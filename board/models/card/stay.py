from django.db import models
from django.db.models import F, Q


class StayQuerySet(models.QuerySet["Stay"]):
    def counted(self) -> "StayQuerySet":
        """Return the stays that were not undone, in order."""
        return self.filter(voided_at=None).order_by("entered_at", "pk")

    def open(self) -> "StayQuerySet":
        return self.filter(left_at=None, voided_at=None)


class Stay(models.Model):
    """One unbroken time of a card in one column and lane; every flow number comes from stays.

    A card that is on the board has exactly one open stay, and its stays follow each other without
    a gap except for the time it was archived. A stay that was undone is voided: it is kept
    and counts for nothing.
    """

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="stays")
    column = models.ForeignKey("board.Column", models.PROTECT, related_name="+")
    lane = models.ForeignKey("board.Lane", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(left_at=None, voided_at=None),
                name="a_card_is_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")),
                name="nobody_leaves_before_entering",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} in {self.column_id} from {self.entered_at:%Y-%m-%d %H:%M}"

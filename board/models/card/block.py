from django.db import models
from django.db.models import F, Q

from board.models.name import NameField


class BlockQuerySet(models.QuerySet["Block"]):
    def standing(self) -> "BlockQuerySet":
        return self.filter(unblocked_at=None)


class Block(models.Model):
    """One unbroken time of a card being blocked, with its reason."""

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="blocks")
    reason = NameField(max_length=500)
    blocked_at = models.DateTimeField()
    blocked_by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    unblocked_at = models.DateTimeField(null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["blocked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(unblocked_at=None),
                name="a_card_is_blocked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(unblocked_at=None) | Q(unblocked_at__gte=F("blocked_at")),
                name="a_block_ends_after_it_began",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_block_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason

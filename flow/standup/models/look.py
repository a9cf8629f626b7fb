from django.db import models
from django.db.models import Sum

from flow.metrics.models.parts import about


class LookQuerySet(models.QuerySet["Look"]):
    def talked_about(self) -> "LookQuerySet":
        return self.filter(is_skipped=False)

    def skipped(self) -> "LookQuerySet":
        return self.filter(is_skipped=True)

    def numbers(self) -> list[int]:
        """The numbers of the cards, in the order in which they came."""
        return list(self.values_list("card__number", flat=True))

    def seconds_of(self, card: int) -> int:
        """How long the team has talked about a card so far."""
        return self.filter(card=card).aggregate(all=Sum("seconds", default=0))["all"]


class Look(models.Model):
    """A card that a standup came to: for how long, or that it was skipped."""

    standup = models.ForeignKey("standup.Standup", models.CASCADE, related_name="looks")
    card = about("board.Card")
    at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    is_skipped = models.BooleanField(default=False)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["standup", "card"], name="a_standup_keeps_one_look_at_a_card"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id} for {self.seconds} s"

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from board.models import Board


class OwnershipMonthQuerySet(models.QuerySet["OwnershipMonth"]):
    def of(self, board: "Board") -> "OwnershipMonthQuerySet":
        """The last month first."""
        return self.filter(board=board).order_by("-month")

    def ask_to_count(self) -> None:
        """Let the last night be counted again at the next look, which finds its day missing."""
        last = self.values("pk")[:1]
        OwnershipMonth.objects.filter(pk__in=last).update(
            counted_to=models.F("counted_to") - timedelta(1)
        )


class OwnershipMonth(models.Model):
    """The count of a board's components for 90 days up to the last night of a month.

    The row of this month is replaced each night; those before it stay, so that pages show a trend.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    counted_to = models.DateField()
    counted_at = models.DateTimeField()
    facts = models.JSONField()  # `flow/ownership/count.py` writes and reads it

    objects = OwnershipMonthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "month"], name="a_month_of_a_board_is_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.board_id} up to {self.counted_to}"

    @classmethod
    def keep(cls, board: "Board", day: date, facts: dict[str, Any]) -> None:
        """Keep what was counted up to this day as that of its month."""
        values = {"counted_to": day, "counted_at": timezone.now(), "facts": facts}
        cls.objects.update_or_create(board=board, month=day.replace(day=1), defaults=values)

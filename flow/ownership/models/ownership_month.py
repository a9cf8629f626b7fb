from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from board.models import Board


class OwnershipMonthQuerySet(models.QuerySet["OwnershipMonth"]):
    def of(self, board: "Board") -> "OwnershipMonthQuerySet":
        """The last month first."""
        return self.filter(board=board).order_by("-month")


class OwnershipMonth(models.Model):
    """What was counted of a board's components for 90 days up to the last night of a month.

    The row of this month is written anew each night; those before it stay, so that a trend is seen.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    counted_to = models.DateField()
    counted_at = models.DateTimeField()
    facts = models.JSONField()  # `flow/ownership/counted.py` writes and reads it

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
        said = {"counted_to": day, "counted_at": timezone.now(), "facts": facts}
        cls.objects.update_or_create(board=board, month=day.replace(day=1), defaults=said)

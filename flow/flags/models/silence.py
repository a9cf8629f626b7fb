"""For how long production is silent before a flag is out of use: a setting of each board."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from board.models import Kind
from flow.metrics.models.parts import one_for_each

if TYPE_CHECKING:
    from board.models import Board, Person

USUAL = 1
MOST = 168  # hours


class SilenceQuerySet(models.QuerySet["Silence"]):
    def of(self, board: "Board") -> int:
        """In hours."""
        return self.filter(board=board).values_list("hours", flat=True).first() or USUAL

    def keep(self, board: "Board", hours: int, *, by: "Person") -> None:
        """Let a board wait for this number of hours, 1 to 168."""
        with board.turn(by=by) as turn:
            if self.of(board) != hours:
                self.update_or_create(board=turn.board, defaults={"hours": hours})
                turn.record(Kind.SETTINGS_CHANGED, of="flag_silence_hours", now=hours)


class Silence(models.Model):
    """A board that waits for another time than usual."""

    board = one_for_each("board.Board", primary_key=True)
    hours = models.PositiveSmallIntegerField(default=USUAL)

    objects = SilenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__range=(USUAL, MOST)), name="a_silence_is_1_to_168_hours"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hours} h"

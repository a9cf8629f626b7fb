from typing import TYPE_CHECKING

from django.db import models

from flow.metrics.models.parts import one_for_each

if TYPE_CHECKING:
    from board.models import Board


class FirstQuerySet(models.QuerySet["First"]):
    def is_chosen(self, board: "Board") -> bool:
        return self.filter(board=board).exists()

    def choose(self, board: "Board", chosen: bool) -> None:
        if chosen:
            self.get_or_create(board=board)
        else:
            self.filter(board=board).delete()


class First(models.Model):
    """A board that puts the actions of its retrospectives first."""

    board = one_for_each("board.Board")

    objects = FirstQuerySet.as_manager()

    def __str__(self) -> str:
        return f"first on {self.board_id}"

from typing import TYPE_CHECKING

from django.db import models

from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person


class ReaderQuerySet(models.QuerySet["Reader"]):
    def of(self, board: "Board") -> "ReaderQuerySet":
        """Return the readers who are still on the board, and can sign in."""
        here = self.filter(board=board, person__memberships__board=board, person__is_active=True)
        return here.select_related("person")

    def wants(self, board: "Board", person: "Person") -> bool:
        return self.filter(board=board, person=person).exists()

    def add(self, board: "Board", person: "Person") -> None:
        self.get_or_create(board=board, person=person)

    def remove(self, board: "Board", person: "Person") -> None:
        self.filter(board=board, person=person).delete()


class Reader(models.Model):
    """Somebody who wants the summary of a board's standups by mail."""

    board = about("board.Board")
    person = about("board.Person", db_index=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "person"], name="a_person_reads_a_board_s_standups_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} reads {self.board_id}"

from typing import TYPE_CHECKING

from django.db import models

from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person


class SilentQuerySet(models.QuerySet["Silent"]):
    def readers(self, board: "Board") -> "list[Person]":
        """Return the people of a board who change its cards, can sign in and want the mail."""
        silent = self.filter(board=board).values("person")
        seats = board.memberships.exclude(role="viewer").filter(person__is_active=True)
        return [each.person for each in seats.exclude(person__in=silent).select_related("person")]

    def say(self, board: "Board", person: "Person") -> None:
        self.get_or_create(board=board, person=person)


class Silent(models.Model):
    """Somebody who wants no mail about the retrospectives of a board."""

    board = about("board.Board")
    person = about("board.Person", db_index=True)

    objects = SilentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "person"], name="a_person_is_silent_about_a_board_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} about {self.board_id}"

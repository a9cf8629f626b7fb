from django.contrib.postgres.fields import ArrayField
from django.db import models

from flow.metrics.models.parts import about, one_for_each


class Option(models.Model):
    """Where a card counts before the commitment point, and what of its past was restated.

    `settled` has for each queue column, left to right, the day of the first entry there or further
    on; `gone_on` is the day on which it was archived or deleted unfinished. `restated_from` and
    `restated_until` are spans of days on which its finish, or its absence, was taken back later.
    Days are those of the board's zone; the service class and lane are today's.
    """

    board = about("board.Board")
    card = one_for_each("board.Card")
    service_class = about("board.ServiceClass")
    lane = about("board.Lane")
    settled = ArrayField(models.DateField(null=True))
    gone_on = models.DateField(null=True)
    restated_from = ArrayField(models.DateField(), default=list)
    restated_until = ArrayField(models.DateField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["board"], name="options_of_a_board")]

    def __str__(self) -> str:
        return f"option of card {self.card_id}"

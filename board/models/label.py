from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Label(models.Model):
    """A word that a team puts on cards."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "board", Lower("name"), name="a_label_is_written_one_way_on_a_board"
            )
        ]

    def __str__(self) -> str:
        return self.name

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from board.models.name import NameField
from board.models.revision import Revised


class LabelQuerySet(models.QuerySet["Label"]):
    def counted(self) -> "LabelQuerySet":
        """Annotate the `number` of cards on the board that carry each label."""
        on_the_board = Q(cards__archived_at=None, cards__deleted_at=None)
        counted = self.annotate(number=Count("cards", filter=on_the_board))
        return counted.order_by(Lower("name"), "pk")


class Label(Revised):
    """A word that a team puts on cards."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="labels")
    name = NameField(_("name"), max_length=40)

    objects = LabelQuerySet.as_manager()

    MOST = Most(500, _("A board has at most %(most)s labels. Remove one that is not used."))
    MOST_OF_A_CARD = Most(50, _("A card has at most %(most)s labels."))

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "board", Lower("name"), name="a_label_is_written_one_way_on_a_board"
            )
        ]

    def __str__(self) -> str:
        return self.name

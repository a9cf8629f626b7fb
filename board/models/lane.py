from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from board.models.name import NameField
from board.models.revision import Revised


class Lane(Revised):
    """A horizontal row of the board; every card is in one, and a board has at least one."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="lanes")
    name = NameField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    MOST = Most(50, _("A board has at most %(most)s lanes."))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "board",
                Lower("name"),
                condition=Q(archived_at=None),
                name="a_lane_name_is_used_once_on_a_board",
            )
        ]

    def __str__(self) -> str:
        return self.name

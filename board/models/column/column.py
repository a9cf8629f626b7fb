from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from board.models.column.edits import ColumnEdits
from board.models.column.pace import PACE, ColumnPaceEdits
from board.models.column.stages import Stage
from board.models.most import Most
from board.models.name import NameField
from board.models.revision import Revised


class Column(ColumnEdits, ColumnPaceEdits, Revised):
    """A step of the workflow; columns are in order of `position`, left to right.

    Columns that stand side by side with the same `group` share a header, like Build's Doing and
    Done. Its verbs are in `edits` and `pace`.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="columns")
    name = NameField(_("name"), max_length=60)
    stage = models.CharField(_("stage"), max_length=7, choices=Stage)
    group = NameField(_("group"), max_length=60, blank=True)
    policy = models.TextField(_("policy"), blank=True, max_length=2000)
    position = models.PositiveSmallIntegerField()
    pace_50 = models.PositiveSmallIntegerField(null=True, blank=True)
    pace_70 = models.PositiveSmallIntegerField(null=True, blank=True)
    pace_85 = models.PositiveSmallIntegerField(null=True, blank=True)
    pace_95 = models.PositiveSmallIntegerField(null=True, blank=True)
    pace_is_automatic = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    MOST = Most(50, _("A board has at most %(most)s columns."))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "board",
                Lower("name"),
                condition=Q(archived_at=None),
                name="a_column_name_is_used_once_on_a_board",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="a_stage_is_queue_active_waiting_or_done",
            ),
            models.CheckConstraint(
                condition=Q(**dict.fromkeys(PACE))
                | Q(pace_50__gte=1, pace_70__gte=F("pace_50"))
                & Q(pace_85__gte=F("pace_70"), pace_95__gte=F("pace_85")),
                name="a_pace_is_four_days_that_do_not_fall",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """Return the name under the header of its group: Doing, if the column is Build Doing."""
        rest = self.name.removeprefix(self.group).lstrip(" :-–")
        return rest[:1].upper() + rest[1:] if self.group and rest else self.name

    @property
    def pace(self) -> tuple[int, ...] | None:
        """Return the ages in days by which 50, 70, 85 and 95 % of finished cards had left; or None."""
        days = tuple(day for field in PACE if (day := getattr(self, field)) is not None)
        return days if len(days) == len(PACE) else None

    @property
    def is_started(self) -> bool:
        """Whether a card here has passed the commitment point."""
        return self.stage != Stage.QUEUE

    @property
    def is_done(self) -> bool:
        return self.stage == Stage.DONE

    @property
    def is_in_progress(self) -> bool:
        """Whether the column is between the commitment point, included, and done."""
        return self.is_started and not self.is_done

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """What happens to a card in a column."""

    QUEUE = "queue", _("queue")  # an option, not started
    ACTIVE = "active", _("active")  # somebody works on it
    WAITING = "waiting", _("waiting")  # started, nobody works on it
    DONE = "done", _("done")


_ORDER = {Stage.QUEUE: 0, Stage.ACTIVE: 1, Stage.WAITING: 1, Stage.DONE: 2}


def check_stages(stages: list[str]) -> None:
    """Raise ValidationError unless these read: queues, then active or waiting, then done.

    A board needs at least one step where work happens and one where it is done.
    """
    order = [_ORDER[Stage(stage)] for stage in stages]
    if order != sorted(order) or not {1, 2} <= set(order):
        raise ValidationError(
            _(
                "A board has queue columns first, then at least one active or waiting column, "
                "then at least one done column."
            ),
            code="stages",
        )


class Column(models.Model):
    """A step of the workflow; columns stand in order of `position`, left to right."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="columns")
    name = models.CharField(_("name"), max_length=60)
    stage = models.CharField(_("stage"), max_length=7, choices=Stage)
    position = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

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
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_started(self) -> bool:
        """Whether a card here has passed the commitment point."""
        return self.stage != Stage.QUEUE

    @property
    def is_done(self) -> bool:
        return self.stage == Stage.DONE

    @property
    def is_in_progress(self) -> bool:
        """From the commitment point up to before done."""
        return self.is_started and not self.is_done

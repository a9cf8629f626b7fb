from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The role of a column in the workflow."""

    QUEUE = "queue", _("queue")  # an option, not started
    ACTIVE = "active", _("active")  # somebody works on it
    WAITING = "waiting", _("waiting")  # started, nobody works on it
    DONE = "done", _("done")


_ORDER = {Stage.QUEUE: 0, Stage.ACTIVE: 1, Stage.WAITING: 1, Stage.DONE: 2}


def check_stages(stages: Sequence[str]) -> None:
    """Raise ValidationError unless the order is: queues, then active or waiting, then done.

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

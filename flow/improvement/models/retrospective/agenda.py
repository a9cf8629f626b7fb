"""The five timed parts of a retrospective."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

SHARES = (1, 2, 2, 2, 5)  # of the whole time, for each part


class Part(models.IntegerChoices):
    MISSION = 1, _("What are we here for?")
    FIGURES = 2, _("What do the figures say?")
    EXPERIMENTS = 3, _("What did we try, and learn?")
    LAST_ACTIONS = 4, _("What became of our actions?")
    TALK = 5, _("Talk, and decide")


PARTS = list(Part)
SHORT: dict[Part, Any] = {  # where there is little room
    Part.MISSION: _("Mission"),
    Part.FIGURES: _("Figures"),
    Part.EXPERIMENTS: _("Experiments"),
    Part.LAST_ACTIONS: _("Last actions"),
    Part.TALK: _("Talk"),
}


def lengths_of_parts(minutes: int) -> list[tuple[Part, int]]:
    """Return each part with its seconds, for a retrospective of this length."""
    whole = minutes * 60
    return [(part, whole * share // sum(SHARES)) for part, share in zip(PARTS, SHARES, strict=True)]

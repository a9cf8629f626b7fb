"""The headings under which notes are written, by template."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteTemplate(models.TextChoices):
    START_STOP_CONTINUE = "start_stop_continue", _("Start, stop, continue")
    FOUR_LS = "four_ls", _("Liked, learned, lacked, longed for")


HEADINGS: dict[str, dict[str, Any]] = {
    NoteTemplate.START_STOP_CONTINUE: {
        "start": _("Start"),
        "stop": _("Stop"),
        "continue": _("Continue"),
    },
    NoteTemplate.FOUR_LS: {
        "liked": _("Liked"),
        "learned": _("Learned"),
        "lacked": _("Lacked"),
        "longed_for": _("Longed for"),
    },
}

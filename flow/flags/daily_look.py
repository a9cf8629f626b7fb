"""The daily look at the flags: lost owners, lost removal cards, and what is to be removed."""

from datetime import datetime

from django.utils import timezone

from board.each_apart import each_apart
from flow.flags.models import Flag


def look(now: datetime | None = None) -> None:
    """Look after every flag that lives on a board in use; what was done is not done again."""
    moment = now or timezone.now()
    each_apart(Flag.objects.to_look_after(), lambda flag: _look_after(flag, moment))


def _look_after(flag: Flag, now: datetime) -> None:
    flag.look_after(flag.board.day_of(now))

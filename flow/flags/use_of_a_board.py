"""A board is not deleted while programs ask for its flags."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from board.models import Board
from flow.flags.models import Flag

A_DAY = timedelta(days=1)


def why(board: Board) -> str:
    """Why the flags of this board keep it; "" if they do not."""
    asked = Flag.objects.of(board).asked_since(timezone.now() - A_DAY).count()
    if not asked:
        return ""
    return ngettext(
        "A flag of this board was asked in the last 24 hours. Let the programs stop asking first.",
        "%(asked)s flags of this board were asked in the last 24 hours. "
        "Let the programs stop asking first.",
        asked,
    ) % {"asked": asked}

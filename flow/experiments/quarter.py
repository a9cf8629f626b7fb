"""The results of the experiments of a quarter, in a sentence."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Board
from flow.experiments.models import Experiment
from flow.experiments.verdicts import Found


def quarter_says(board: Board) -> str:
    """Return the sentence about the experiments that were closed in this quarter; "" if there were
    none.
    """
    today = board.day_of(timezone.now())
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    verdicts = list(
        Experiment.objects.of(board)
        .closed_from(datetime.combine(first, time(), board.zone))
        .values_list("verdict", flat=True)
    )
    if not verdicts:
        return ""
    closed = ngettext(
        "This quarter %(count)s experiment was closed",
        "This quarter %(count)s were closed",
        len(verdicts),
    ) % {"count": len(verdicts)}
    return _("%(closed)s, %(validated)s as believed.") % {
        "closed": closed,
        "validated": verdicts.count(Found.VALIDATED),
    }

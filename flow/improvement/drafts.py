"""The drafts that a cadence opens, an hour before the retrospective begins.

After any time without a worker, the latest day that is due opens one draft.
"""

from datetime import datetime

from django.db import transaction

from board.each_apart import each_apart
from flow.improvement.models import Cadence, Retrospective
from flow.improvement.refusals import AlreadyOpen


def open_due_drafts(now: datetime) -> None:
    """Open a draft for each board whose time has come."""
    each_apart(Cadence.objects.in_force(), lambda cadence: open_if_due(cadence, now))


def open_if_due(cadence: Cadence, now: datetime) -> None:
    """Open one draft for the latest day that is due and has none; two calls at once open one."""
    with transaction.atomic():
        held = Cadence.objects.select_for_update(of=("self",)).select_related("board")
        cadence = held.get(pk=cadence.pk)
        day = cadence.last_due(now)
        if day is None or (cadence.last_on is not None and cadence.last_on >= day):
            return
        cadence.last_on = day
        Cadence.objects.filter(pk=cadence.pk).update(last_on=day)
        if Retrospective.objects.going_on(cadence.board) is not None:
            return
        try:
            Retrospective.open(
                cadence.board,
                by=None,
                planned_at=cadence.moment(day),
                minutes=cadence.minutes,
                template=cadence.template,
            )
        except AlreadyOpen:
            return  # somebody opened one at the same moment

"""Nothing is kept for ever: what is over is deleted by night, a little at a time."""

import time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

A_BATCH = 500
A_NIGHT = 60  # seconds


def forget(*many: QuerySet[Any, Any]) -> None:
    """Delete these rows, batch by batch, for at most a minute; the rest waits for another night.

    What somebody holds is passed over. Whether a row is over is asked again when it is held, since
    it may have changed until then.
    """
    until = time.monotonic() + A_NIGHT
    for rows in many:
        while time.monotonic() < until and _forget_some(rows):
            pass


def _forget_some(rows: QuerySet[Any, Any]) -> bool:
    """Whether there may be more."""
    with transaction.atomic():
        held = rows.order_by().select_for_update(skip_locked=True).values_list("pk", flat=True)
        some = list(held[:A_BATCH])
        rows.filter(pk__in=some).only("pk").delete()
    return len(some) == A_BATCH

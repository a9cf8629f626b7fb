"""Nothing is kept for ever: what has ended is deleted by night, in small batches."""

import time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

A_BATCH = 500
A_NIGHT = 60  # seconds


def forget(*many: QuerySet[Any, Any]) -> None:
    """Delete these rows, batch by batch, for at most a minute; the rest waits for another night.

    A locked row is skipped. Whether a row is to be deleted is checked again under its lock, since
    it may have changed meanwhile.
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

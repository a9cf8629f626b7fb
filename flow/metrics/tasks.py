"""Alarm clocks: each rings once for one board, and rings again for nothing if it need not."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from flow.metrics import proposals
from flow.metrics.ledger import digesting, nights
from flow.metrics.models.cursor import boards_at_night, boards_behind

log = logging.getLogger(__name__)

PATIENCE = 60  # seconds for which a ring is worth hearing; the next sweep rings again


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for the boards on which something has happened since they were digested."""
    for board_id in boards_behind():
        digest.apply_async((board_id,), expires=PATIENCE)


def ring(board_id: int) -> None:
    """Have a board digested now; without a broker, the next sweep finds it."""
    try:
        digest.apply_async((board_id,), expires=PATIENCE, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("Board %s waits for the sweep, the broker does not answer: %s", board_id, error)


@shared_task(ignore_result=True)
def watch_midnights() -> None:
    """Ring for the boards whose day has ended."""
    for board_id in boards_at_night():
        reconcile.apply_async((board_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def digest(board_id: int) -> None:
    """Make the facts of a board true again; a second task leaves it to the first."""
    proposals.after(board_id, digesting.catch_up(board_id, waits=False))


@shared_task(ignore_result=True)
def reconcile(board_id: int) -> None:
    """A board's midnight."""
    nights.reconcile(board_id)
    proposals.propose(board_id)

"""Alarm clocks: each rings once for one board, and rings again for nothing if it need not."""

from celery import shared_task

from flow.metrics import proposals
from flow.metrics.bell import PATIENCE
from flow.metrics.ledger import digests, nights
from flow.metrics.models.cursor import boards_at_night, boards_behind


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for the boards on which something has happened since they were digested, or since the
    history of the board proposed its pace."""
    for board_id in boards_behind():
        digest.apply_async((board_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def watch_midnights() -> None:
    """Ring for the boards whose day has ended."""
    for board_id in boards_at_night():
        reconcile.apply_async((board_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def digest(board_id: int) -> None:
    """Make the facts of a board true again; a second task leaves it to the first."""
    digests.catch_up(board_id, waits=False)
    proposals.if_changed(board_id)


@shared_task(ignore_result=True)
def reconcile(board_id: int) -> None:
    """A board's midnight."""
    nights.reconcile(board_id)
    proposals.propose(board_id)

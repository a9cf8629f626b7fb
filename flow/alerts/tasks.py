"""Alarm clocks: each rings once for one board, and rings again for nothing if it need not."""

from celery import shared_task

from flow.alerts import scanning
from flow.alerts.models.watch import boards_to_look_at

PATIENCE = 60  # seconds for which a ring is worth hearing; the next sweep rings again


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for the boards where a threshold may have been crossed."""
    for board_id in boards_to_look_at():
        scan.apply_async((board_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def scan(board_id: int) -> None:
    """Make the alerts of a board those of now."""
    scanning.scan(board_id)

"""Alarm clocks: each rings once for one board, and rings again for nothing if it need not."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from board.models import Board
from flow.ownership.count import boards_at_night, count_night

PATIENCE = 3600  # seconds for which a ring is worth hearing; the next look rings again


@shared_task(ignore_result=True)
def look() -> None:
    """Ring for the boards whose day has ended and whose components are not counted yet."""
    for board in boards_at_night(timezone.now()):
        count.apply_async((board.pk,), expires=PATIENCE)


@shared_task(ignore_result=True)
def count(board_id: int) -> None:
    """Count the coupling, the shares and the releases of a board up to yesterday."""
    board = Board.objects.filter(pk=board_id).first()
    if board is not None:
        count_night(board, board.day_of(timezone.now()) - timedelta(1))

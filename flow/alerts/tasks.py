"""Alarm clocks: each rings once for one board, and rings again for nothing if it need not."""

from celery import shared_task
from django.utils import timezone

from board import deletion
from flow.alerts import at_once, mentions, morning, scans
from flow.alerts.models import Alert, Letter
from flow.alerts.models.preference import boards_with_news
from flow.alerts.models.watch import boards_in_the_morning, boards_to_look_at

PATIENCE = 60  # seconds for which a ring is worth hearing; the next sweep rings again


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for the boards where a threshold may have been crossed."""
    for board_id in boards_to_look_at():
        scan.apply_async((board_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def spread() -> None:
    """Ring for the boards whose people are to be notified, at once or this morning."""
    for board_id in boards_with_news():
        notify.apply_async((board_id,), expires=PATIENCE)
    for board_id in mentions.boards_with_mentions():
        notify_of_mentions.apply_async((board_id,), expires=PATIENCE)
    for board_id in boards_in_the_morning():
        digest.apply_async((board_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def scan(board_id: int) -> None:
    """Make the alerts of a board those of now."""
    scans.scan(board_id)


@shared_task(ignore_result=True)
def notify(board_id: int) -> None:
    """Notify the people who want the alerts of a board at once."""
    scans.catch_up(board_id)
    at_once.notify(board_id)


@shared_task(ignore_result=True)
def notify_of_mentions(board_id: int) -> None:
    """Notify the people who were mentioned on a board and want to know it at once."""
    mentions.notify_of_mentions(board_id)


@shared_task(ignore_result=True)
def digest(board_id: int) -> None:
    """The morning of a board."""
    scans.catch_up(board_id)
    morning.digest(board_id)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget() -> None:
    """Delete alerts that were cleared long ago, and the digests whose mail is forgotten."""
    deletion.forget(Alert.objects.to_forget(timezone.now()), Letter.objects.to_forget())

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from board import deletion
from board.alarm import alarm
from board.models import Illustration, Notice
from board.notices import delivery
from board.notices.smtp import LIFE

ROUND = 60  # seconds in which a task begins to send


@shared_task(ignore_result=True, soft_time_limit=ROUND + LIFE + 20, time_limit=ROUND + LIFE + 40)
def deliver() -> None:
    """Send what is due; beat rings every half minute, and a new notice rings at once."""
    delivery.deliver_due(seconds=ROUND)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget() -> None:
    """Delete what went out a month ago, and the pictures that nothing shows any more."""
    deletion.forget(Notice.objects.to_forget(timezone.now()), Illustration.objects.unseen())


def try_again(notice: Notice) -> None:
    """Send it now if that is possible. Raises NotPossible if it has gone out."""
    with transaction.atomic():
        notice.try_again()
        transaction.on_commit(ring)


def ring() -> None:
    """Wake a worker now; else beat's next round finds what is due."""
    alarm.ring(deliver)

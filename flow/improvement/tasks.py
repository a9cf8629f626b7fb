"""The tasks of improvement: each is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from board.alarm import alarm
from board.each_apart import each_apart
from flow.improvement import drafts, mail
from flow.improvement.models import Retrospective


@shared_task(ignore_result=True, soft_time_limit=50, time_limit=60)
def round_up() -> None:
    """Open what is due, end what everybody has left for a day, and mail what was closed."""
    drafts.open_due_drafts(timezone.now())
    left = Retrospective.objects.forgotten(timezone.now()).select_related("board")
    each_apart(left, Retrospective.end)
    mail.mail_actions()


def ring() -> None:
    """Wake a worker now; else beat's next round finds what is due."""
    alarm.ring(round_up)

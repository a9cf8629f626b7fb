from celery import shared_task
from django.utils import timezone

from board.alarm import alarm
from board.each_apart import each_apart
from flow.standup import mail
from flow.standup.models import Standup


@shared_task(ignore_result=True, soft_time_limit=50, time_limit=60)
def end_forgotten_standups() -> None:
    """End the standups that everybody has left, and mail the summaries of ended ones."""
    each_apart(Standup.objects.forgotten(timezone.now()).select_related("board"), Standup.end)
    mail.mail_summaries()


def ring() -> None:
    """Wake a worker now; else beat's next round finds what is due."""
    alarm.ring(end_forgotten_standups)

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from flow.standup import mail
from flow.standup.models import Standup

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, soft_time_limit=50, time_limit=60)
def wind_up() -> None:
    """End the standups that everybody has left, and tell of those that have ended."""
    for standup in Standup.objects.forgotten(timezone.now()):
        standup.end()
    mail.tell_what_is_due()


def ring() -> None:
    """Wake a worker now; without a broker, beat's next round finds what is due."""
    try:
        wind_up.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        log.warning("The summary waits for beat, the broker does not answer: %s", error)

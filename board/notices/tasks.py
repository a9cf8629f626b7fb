from celery import shared_task

from board.notices import delivery


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def deliver() -> None:
    """Send what is due; beat rings every half minute, and whoever adds a notice rings at once."""
    delivery.deliver_what_is_due(seconds=60)

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from board.models import Card

REGRET = timedelta(days=1)  # a deleted card can be restored for so long


@shared_task(ignore_result=True)
def wipe_deleted_cards() -> None:
    """Forget the words of cards that were deleted a day ago."""
    for card in Card.objects.to_wipe(timezone.now() - REGRET):
        card.wipe()

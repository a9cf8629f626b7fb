from celery import shared_task
from django.utils import timezone

from board.models import Card
from board.models.archiving import REGRET


@shared_task(ignore_result=True)
def wipe_deleted_cards() -> None:
    """Forget the words of cards that were deleted a day ago."""
    for card in Card.objects.to_wipe(timezone.now() - REGRET):
        card.wipe()

"""Alarm clocks: each rings once for one repository, and rings again for nothing if it need not."""

from celery import shared_task
from django.utils import timezone

from board.alarm import alarm
from flow.delivery import applying
from flow.delivery.models import Delivery, Repository

PATIENCE = 60  # seconds for which a ring is worth hearing; the next sweep rings again


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for the repositories for which something waits to be applied."""
    waiting = {*Delivery.objects.waiting().repositories(), *Repository.objects.to_count()}
    for repository_id in sorted(waiting):
        apply.apply_async((repository_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def apply(repository_id: int) -> None:
    """Apply what was delivered for a repository."""
    applying.apply_all(repository_id)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget() -> None:
    """Forget the bodies of old deliveries, and the deliveries themselves after a year."""
    now = timezone.now()
    Delivery.objects.to_forget(now).forget_bodies()
    Delivery.objects.to_delete(now).delete()


def count_soon(repository: Repository) -> None:
    """Let what follows from this be counted again: at once if that is quick, else by a task."""
    repository.ask_to_count()
    applying.count_if_quick(repository)
    ring()


def ring() -> None:
    """Wake a worker now; without a broker, the next sweep finds what waits."""
    alarm.ring(sweep)

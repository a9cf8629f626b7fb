"""Alarm clocks: each rings once for one repository, and rings again for nothing if it need not."""

import logging

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from board.alarm import alarm
from flow.delivery import queue
from flow.delivery.display.usual import keep_usual_pages
from flow.delivery.models import Delivery, Repository, RepositoryUpdate

log = logging.getLogger(__name__)

A_MOMENT = 2  # seconds in which deliveries follow one another
SOON = "delivery:pages-soon:{}"  # in the cache, while pages are to be kept
PATIENCE = 60  # seconds for which a ring is worth hearing; the next sweep rings again


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for the repositories for which something waits to be applied."""
    waiting = {*Delivery.objects.waiting().repositories(), *Repository.objects.to_count()}
    for repository_id in sorted(waiting):
        apply.apply_async((repository_id,), expires=PATIENCE)


@shared_task(ignore_result=True)
def apply(repository_id: int) -> None:
    """Apply what was delivered for a repository; its pages are soon kept as they are then."""
    if queue.apply_all(repository_id):
        _keep_pages_soon(repository_id)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def keep_pages(repository_id: int) -> None:
    """Make the usual pages once after what was delivered, so that nobody waits for them."""
    cache.delete(SOON.format(repository_id))  # what comes from now on asks for them again
    repository = Repository.objects.filter(pk=repository_id).first()
    if repository is not None:
        keep_usual_pages(repository)


def _keep_pages_soon(repository_id: int) -> None:
    """Once for all that is applied in these seconds. What is applied stays so if that fails."""
    try:
        if cache.add(SOON.format(repository_id), True, PATIENCE):
            keep_pages.apply_async(
                (repository_id,), countdown=A_MOMENT, expires=PATIENCE, retry=False
            )
    except Exception:
        log.exception("The pages of repository %s are kept when they are opened", repository_id)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget() -> None:
    """Forget the bodies of old deliveries, the deliveries themselves after a year, old versions."""
    now = timezone.now()
    Delivery.objects.to_forget(now).forget_bodies()
    Delivery.objects.to_delete(now).delete()
    RepositoryUpdate.objects.to_forget(now).delete()


def count_soon(repository: Repository) -> None:
    """Let what follows from this be counted again: at once if that is quick, else by a task."""
    repository.ask_to_count()
    count_requested(repository)


def count_requested(repository: Repository) -> None:
    """Count again what was asked for, at once if that is quick; wake a worker for the rest."""
    queue.count_if_quick(repository)
    ring()


def ring() -> None:
    """Wake a worker now; without a broker, the next sweep finds what waits."""
    alarm.ring(sweep)

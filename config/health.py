"""Is web alive, can it answer, and is all of Sluice well?

The event stream answers for itself, at /live/healthz and /live/readyz.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app

log = logging.getLogger("sluice.health")

Question = tuple[Callable[[], None], str]

HEARTBEAT, LATELY = "worker:heartbeat", 60  # seconds


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """A worker says that it works; beat asks for it every ten seconds."""
    cache.set(HEARTBEAT, time.time(), timeout=LATELY)


@worker_ready.connect
def be_ready_at_once(**_: Any) -> None:
    """A worker that has just started does not wait for beat."""
    heartbeat.delay()


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is touched."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when web can answer people, else 503: it needs the database, and nothing else."""
    return _answer("ready", NEEDED_BY_WEB)


@never_cache
@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """200 when all of Sluice is well, else 503 that says what is missing."""
    return _answer("well", QUESTIONS)


def _answer(fact: str, questions: Mapping[str, Question]) -> JsonResponse:
    missing = {name: words for name, (ask, words) in questions.items() if not _is_well(ask)}
    return JsonResponse({fact: not missing, "missing": missing}, status=503 if missing else 200)


def _is_well(ask: Callable[[], None]) -> bool:
    """Whether the question raised nothing; what it raised is for the log, not for strangers."""
    try:
        ask()
    except Exception as error:  # whatever it is, it keeps Sluice from working
        log.warning("not ready: %s: %s", type(error).__name__, error)
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    at_once = {"socket_connect_timeout": 1, "socket_timeout": 1}
    options = app.conf.broker_transport_options | at_once
    with app.connection_for_write(connect_timeout=1, transport_options=options) as broker:
        broker.transport.establish_connection()


def _ask_cache() -> None:
    RedisCache(settings.CACHE_URL, settings.CACHES["default"]).get("status")


def _ask_worker() -> None:
    if cache.get(HEARTBEAT) is None:
        raise LookupError("no heartbeat")


NEEDED_BY_WEB: dict[str, Question] = {
    "database": (_ask_database, "The database does not answer."),
}
QUESTIONS: dict[str, Question] = NEEDED_BY_WEB | {
    "broker": (_ask_broker, "The broker does not answer."),
    "cache": (_ask_cache, "The cache does not answer; the database stands in."),
    "worker": (_ask_worker, f"No worker has answered in the last {LATELY} seconds."),
}

"""Is Sluice alive, and can it work? What a supervisor and a load balancer ask."""

import time
from collections.abc import Callable

from celery import shared_task
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app

HEARTBEAT, LATELY = "worker:heartbeat", 60  # seconds


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """A worker says that it works; beat asks for it every ten seconds."""
    cache.set(HEARTBEAT, time.time(), timeout=LATELY)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is touched."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when all that work needs is there, else 503 that says what is missing."""
    missing = {name: trouble for name, ask in QUESTIONS.items() if (trouble := _trouble(ask))}
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    options = app.conf.broker_transport_options | {
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
    }
    with app.connection_for_write(connect_timeout=1, transport_options=options) as broker:
        broker.transport.establish_connection()


def _worker() -> None:
    if cache.get(HEARTBEAT) is None:
        raise LookupError(f"no worker has answered in the last {LATELY} seconds")


QUESTIONS: dict[str, Callable[[], None]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
}


def _trouble(ask: Callable[[], None]) -> str | None:
    try:
        ask()
    except Exception as error:  # whatever is wrong, the answer says it
        return f"{error}".strip() or type(error).__name__
    return None

"""Beat as a process: `celery --app config.beat beat`.

It sends tasks by their names when the schedule in settings says so, and rings for a board that has
changed. It sets no apps up and imports no task, so it stays small.
"""

from importlib import import_module
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging
from django.conf import settings
from django.utils.log import configure_logging

from flow.metrics.bell import Bell, ring

app = Celery("sluice", fixups=[])  # Celery's own fixup would set all apps up
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ()
configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
if settings.SENTRY_DSN:
    import_module("config.error_reports").begin(settings.SENTRY_DSN)


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery leaves logging alone when a receiver is connected here."""


@beat_init.connect
def listen(**_: Any) -> None:
    """Listen for changes of boards in beat, which waits most of its time."""
    Bell(settings.LISTEN_URL, ring).start()

"""The Celery application. What runs when stands in settings (CELERY_BEAT_SCHEDULE)."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun

from config.logs import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("sluice")
app.set_default()  # for every thread, not only the one that imports this
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery leaves logging alone when somebody listens here; Django's LOGGING has set it up."""


@before_task_publish.connect
def send_the_request_id_along(headers: dict[str, Any], **_: Any) -> None:
    headers["request_id"] = request_id.get()


@task_prerun.connect
def log_under_the_request_that_asked(task_id: str, task: Task, **_: Any) -> None:
    """A task that no request asked for is logged under its own id."""
    request_id.set(task.request.get("request_id") or task_id)


@task_postrun.connect
def forget_the_request(**_: Any) -> None:
    request_id.set(None)

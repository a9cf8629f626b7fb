"""The Celery application of workers and of processes that send tasks; beat has its own (`config.beat`).

What runs when stands in `schedule.py`.
"""

import gc
import logging
import os
import warnings
from typing import Any

from celery import Celery, Task
from celery.signals import (
    before_task_publish,
    celeryd_init,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_before_create_process,
    worker_process_init,
)

from config import orphans
from config.logs import request_id, say_as_json

app = Celery("sluice")
app.set_default()  # for every thread, not only the one that imports this
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery leaves logging alone when somebody listens here; Django's LOGGING has set it up."""


@celeryd_init.connect
def drop_needless_warnings(**_: Any) -> None:
    """Drop the warning that a worker runs as root, which is usual in a container."""
    warnings.filterwarnings("ignore", message=r"(?s).*superuser privileges")


@celeryd_init.connect
def be_one_of_many(instance: Any, **_: Any) -> None:
    """Two workers on one host have two names: a queue of RabbitMQ that is called so is one's own."""
    name, _, host = instance.hostname.partition("@")
    if name == "celery":  # nobody has named it
        instance.hostname = f"celery-{os.getpid()}@{host}"


@celeryd_init.connect
def print_json_alone(**_: Any) -> None:
    """Log a worker's prints as lines of JSON."""
    logging.captureWarnings(True)
    from celery.apps import worker as worker_program  # noqa: PLC0415 - of no use to other processes

    worker_program.safe_say = say_as_json  # type: ignore[attr-defined]


@worker_before_create_process.connect
def share_memory(**_: Any) -> None:
    """The collector of a child would write to all pages that it shares with the worker."""
    gc.collect()
    gc.freeze()


@worker_process_init.connect
def end_with_the_worker(**_: Any) -> None:
    orphans.end_with_parent()


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

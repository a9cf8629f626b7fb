"""The numbers of a worker: each task that ends, and the board events in tasks."""

import os
import time
from typing import Any

from celery import Task
from celery.signals import task_postrun, task_prerun, worker_process_init

from board import meter
from config.metrics import place

_began: dict[str, float] = {}


@worker_process_init.connect
def begin(**_: Any) -> None:
    """In each process of the pool: its master leads it."""
    place.begin(os.getppid())
    from config.metrics import board_meter, numbers  # noqa: PLC0415  # they look for their place

    meter.measure_with(board_meter.BoardMeter())

    @task_prerun.connect(weak=False)
    def note_its_begin(task_id: str, **_: Any) -> None:
        _began[task_id] = time.perf_counter()

    @task_postrun.connect(weak=False)
    def count_task(task_id: str, task: Task, state: str | None = None, **_: Any) -> None:
        took = time.perf_counter() - _began.pop(task_id, time.perf_counter())
        numbers.TASKS.labels(task.name, state or "UNKNOWN").inc()
        numbers.TASK_SECONDS.labels(task.name).observe(took)

"""Beat itself, on the clock of a test: its schedule, its order, and a worker who is never busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from celery import Task
from celery.beat import ScheduleEntry, Scheduler
from django.utils import timezone
from time_machine import Traveller

from config.celery import app

A_MOMENT = 0.01  # seconds for which a ring takes the clock, as nothing else moves it


class HardestFirst(ScheduleEntry):
    """Celery leaves it to chance which of those that are due at one moment is first.

    Here it is the one that mails alerts: before they are raised, so that the next minute mails them.
    """

    def __lt__(self, other: ScheduleEntry) -> bool:
        return self.task == "flow.alerts.tasks.spread"


class Beat(Scheduler):
    """Carries out what it would send, there and then; what fails fails the test."""

    Entry = HardestFirst
    producer = None

    def __init__(self) -> None:
        app.loader.import_default_modules()
        super().__init__(app)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        self.app.tasks[entry.task].apply(entry.args, entry.kwargs, throw=True)

    def ring(self, clock: Traveller, time: timedelta) -> None:
        """Let so much time pass, and ring each task as often as its schedule says."""
        until = timezone.now() + time
        while (now := timezone.now()) < until:
            wait = timedelta(seconds=max(self.tick(), A_MOMENT))
            clock.move_to(min(now + wait, until))


@contextmanager
def everything_here() -> Iterator[None]:
    """Tasks that ring for others, as those for each board, carry these out as well."""

    def carry_out(task: Task, args: Any = (), kwargs: Any = None, **_options: Any) -> None:
        task.apply(args, kwargs, throw=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Task, "apply_async", carry_out)
        yield

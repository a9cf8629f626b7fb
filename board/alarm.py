"""Wakes a worker now. Nothing is lost without it: beat's next round finds what is due."""

import contextvars
import logging
import threading
from queue import SimpleQueue

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


class Alarm:
    """Starts tasks; in web in the background, since the broker may not answer."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[contextvars.Context, Task]] | None = None
        self._rung: set[str] = set()
        self._lock = threading.Lock()

    def ring_in_background(self) -> None:
        """Start tasks in the background from now on, so that no request waits for the broker."""
        self._waiting = SimpleQueue()
        threading.Thread(target=self._ring_forever, name="alarm", daemon=True).start()

    def ring(self, task: Task) -> None:
        if self._waiting is None:
            _wake(task)
            return
        with self._lock:  # one ring of each task is enough to wait
            if task.name in self._rung:
                return
            self._rung.add(task.name)
        self._waiting.put((contextvars.copy_context(), task))

    def _ring_forever(self) -> None:
        assert self._waiting is not None
        while True:
            context, task = self._waiting.get()
            with self._lock:
                self._rung.discard(task.name)
            context.run(_wake, task)


def _wake(task: Task) -> None:
    try:
        task.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        log.warning("%s waits for beat, the broker does not answer: %s", task.name, error)
    except Exception:  # the next ring must be heard
        log.exception("%s waits for beat", task.name)


alarm = Alarm()

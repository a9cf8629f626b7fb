"""A process that serves for another one ends with it, also when that one was killed."""

import os
import signal
import threading
import time

INTERVAL = 1  # seconds


def end_with_parent() -> None:
    """Terminate this process soon after its parent is gone; kill it if it does not end."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int, patience: float = 10) -> None:
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(patience)
    os.kill(os.getpid(), signal.SIGKILL)

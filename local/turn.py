"""One run at a time in a checkout, by locks that end with their processes.

The run holds a POSIX lock, which the processes that it forks do not share. Each of its leashes
waits for that lock, and so learns that the run has ended, also when it was killed; and it holds
another lock until its own process is gone, for which the next run waits.
"""

from __future__ import annotations

import fcntl
import os
import time
from multiprocessing import active_children
from pathlib import Path

LEASHES = "-leashes"  # what the leashes add to the name of their run's lock
PATIENCE = 15  # seconds, in which the leashes of a killed run end what they hold


class AlreadyRuns(Exception):
    """Another `make run` of this checkout is at work."""


class RunTurn:
    """The right to run here, had until `end()` or the death of this process."""

    def __init__(self, root: Path) -> None:
        self.path = root / "var" / "run" / "supervisor"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.address = ""
        self._lock = _open(self.path)
        deadline = time.monotonic() + PATIENCE
        while not self._take():
            if time.monotonic() > deadline or self._another_run_has_it():
                at = os.pread(self._lock, 100, 0).decode()
                raise AlreadyRuns(f"Sluice already runs here, at {at}; Ctrl-C there stops it.")
            time.sleep(0.1)

    def leave_address(self, address: str) -> None:
        """Leave the address for a second run in this checkout."""
        self.address = address
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, address.encode(), 0)

    def end(self) -> None:
        """Let the leashes end what is still there, if a run did not end in order."""
        deadline = time.monotonic() + PATIENCE
        while active_children() and time.monotonic() < deadline:
            self._free()
            time.sleep(0.1)

    def _take(self) -> bool:
        """Take the lock, or leave it to the leashes of a killed run until the last is gone."""
        if not self._try(fcntl.LOCK_EX):
            return False
        if has_leashes(self.path):
            self._free()
            return False
        return True

    def _another_run_has_it(self) -> bool:
        """A run excludes everybody; a leash that has just got the lock shares it."""
        if self._try(fcntl.LOCK_SH):
            self._free()
            return False
        return True

    def _try(self, kind: int) -> bool:
        try:
            fcntl.lockf(self._lock, kind | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _free(self) -> None:
        fcntl.lockf(self._lock, fcntl.LOCK_UN)


def hold_as_leash(path: Path) -> None:
    """Have the next run of this lock wait until this process has ended."""
    fcntl.flock(_open(path.with_name(path.name + LEASHES)), fcntl.LOCK_SH)


def has_leashes(path: Path) -> bool:
    leashes = _open(path.with_name(path.name + LEASHES))
    try:
        fcntl.flock(leashes, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(leashes)
    return False


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

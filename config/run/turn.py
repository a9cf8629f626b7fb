"""One run at a time in a checkout, told by a lock that ends with its process.

The run holds a POSIX lock, which the processes that it forks do not share. Each of its leashes
waits for that lock, so a run that is killed frees it, and the leashes, which then share it, end what
they hold before they let the next run begin.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

PATIENCE = 15  # seconds, in which the leashes of a killed run end what they hold


class AlreadyRuns(Exception):
    """Another `make run` of this checkout is at work."""


class Turn:
    def __init__(self, root: Path) -> None:
        self.path = root / "var" / "run" / "supervisor"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.address = ""
        self._lock = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not self._outwait_leashes():
            at = os.pread(self._lock, 100, 0).decode()
            raise AlreadyRuns(f"Sluice already runs here, at {at}; Ctrl-C there stops it.")

    def tell(self, address: str) -> None:
        """Leave the address for whoever tries to run Sluice here too."""
        self.address = address
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, address.encode(), 0)

    def end(self) -> None:
        """Let the leashes end whatever is left of this run."""
        self._free()
        self._outwait_leashes()

    def _outwait_leashes(self) -> bool:
        """Take the lock when no leash has it any more; False if another run has it."""
        deadline = time.monotonic() + PATIENCE
        while not self._try(fcntl.LOCK_EX):
            if not self._try(fcntl.LOCK_SH) or time.monotonic() > deadline:
                return False
            self._free()
            time.sleep(0.1)
        return True

    def _free(self) -> None:
        fcntl.lockf(self._lock, fcntl.LOCK_UN)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.lockf(self._lock, kind | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

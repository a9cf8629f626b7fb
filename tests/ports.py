"""Ports for the servers that tests start: each is handed out once on this machine."""

import fcntl
import os
import random
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from local.run.port import NOT_LENT, is_free

_claims: list[TextIO] = []  # open, so locked, as long as this process lives


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens; no other process of tests gets it meanwhile."""
    return next(port for port in random.sample(NOT_LENT, len(NOT_LENT)) if _is_claimed_by_us(port))


def _is_claimed_by_us(port: int) -> bool:
    folder = Path(tempfile.gettempdir()) / f"sluice-test-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    claim = (folder / str(port)).open("w")
    with suppress(BlockingIOError):
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_free(port):
            _claims.append(claim)
            return True
    claim.close()
    return False

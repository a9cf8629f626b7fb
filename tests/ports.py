"""Ports for the servers that tests start: each is handed out once on this machine."""

import fcntl
import random
import socket
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TextIO

# Below the ports that a system lends to outgoing connections (from 32,768 on Linux, 49,152 elsewhere):
# such a connection could take the port before the server has it.
RANGE = range(20_000, 32_768)

_claims: list[TextIO] = []  # open, so locked, as long as this process lives


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens; no other process of tests gets it meanwhile."""
    return next(port for port in random.sample(RANGE, len(RANGE)) if _is_claimed_by_us(port))


def _is_claimed_by_us(port: int) -> bool:
    folder = Path(tempfile.gettempdir()) / "sluice-test-ports"
    folder.mkdir(exist_ok=True)
    claim = (folder / str(port)).open("w")
    with suppress(OSError), closing(socket.socket()) as probe:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        probe.bind(("127.0.0.1", port))
        _claims.append(claim)
        return True
    claim.close()
    return False

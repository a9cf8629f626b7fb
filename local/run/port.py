"""The ports: for the pages the one asked for, or the next free one; for stream and flags any."""

from __future__ import annotations

import random
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

from local.run.endings import say

TRIES = 100
NOT_LENT = range(20_000, 32_768)  # systems lend from 32,768 (Linux) or 49,152 on


@dataclass(frozen=True)
class Port:
    """A port, and the socket that keeps it from the run of another checkout."""

    number: int
    claim: socket.socket


def claim_port(wanted: int) -> Port:
    for number in range(wanted, min(wanted + TRIES, 65536)):
        try:
            port = Port(number, _claim(number))
        except PermissionError:
            sys.exit(f"Port {number} is for root only; ask for one from 1024 on.")
        except OSError:
            continue
        if number != wanted:
            say(f"Port {wanted} is taken; Sluice uses {number}.")
        return port
    sys.exit(f"Port {wanted} and those after it are taken; ask for another by PORT=… make run.")


def _claim(number: int) -> socket.socket:
    claim = socket.socket()
    try:
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the last run's may linger
        claim.bind(("127.0.0.1", number))
    except OSError:
        claim.close()
        raise
    if sys.platform != "linux":
        claim.close()
        return claim
    # The web server would share a port that another one listens on (SO_REUSEPORT) and take half of
    # its visitors. A bound socket that does not listen keeps other runs away and lets our own in.
    claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return claim


def free_port() -> int:
    """A port that nobody has now, for the event stream, whose address the pages name.

    It lies far from the ports that runs ask for, and below those that a system lends to outgoing
    connections: either could otherwise take it before our stream has it.
    """
    return next(port for port in random.sample(NOT_LENT, len(NOT_LENT)) if is_free(port))


def is_free(port: int) -> bool:
    """Whether a server of this machine can listen on it now."""
    with socket.socket() as probe, suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False

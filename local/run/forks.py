"""The fork server of a run (see `fork_server`), as the run sees it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = "local.run.fork_server"


@contextmanager
def fork_server(root: Path, lock: Path) -> Iterator[Path]:
    """Its address, a Unix socket for this user alone, until the end of the block.

    The server imports while the run goes on; who connects waits for it. If it cannot start, or there
    can be no socket in this file system, nobody answers at the address, and a leash starts its process
    without it.
    """
    address = Path(os.path.relpath(lock.with_name("fork-server"), root))  # long ones are refused
    server = None
    with contextlib.suppress(OSError), _listening(address) as listening:
        server = _start(root, listening, lock)
    try:
        yield address
    finally:
        if server is not None:
            address.unlink(missing_ok=True)
            server.terminate()
            server.wait()


def _listening(address: Path) -> socket.socket:
    address.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o177)
    try:
        listening.bind(str(address))
        listening.listen()
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(mask)
    return listening


def _start(root: Path, listening: socket.socket, lock: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", SERVER, str(listening.fileno()), str(lock)],
        cwd=root,
        pass_fds=[listening.fileno()],
        stdin=subprocess.PIPE,  # which ends with this process
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

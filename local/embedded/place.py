"""Where the embedded services of one checkout live, and the locks that say who uses them.

The locks are `flock`s: the kernel lets go of them when their process ends, also after `kill -9`,
so nothing here can be stale.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.embedded.errors import ServicesUnavailable
from local.embedded.system_user import server_uid

PATIENCE = 90  # seconds; a first start takes two, on a busy machine ten


class ServicesPlace:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.var = root / "var"
        self.locks = self.var / "run"
        # Not below the checkout, since the path of a Unix socket may not exceed about 100 bytes,
        # and not below TMPDIR, which two processes of one checkout may have set differently.
        key = hashlib.sha256(f"{os.geteuid()}:{root}".encode()).hexdigest()[:12]
        self.sockets = Path("/tmp") / f"sluice-{key}"

    # Taking turns

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Start and stop in turns: two processes of a checkout that begin at once do not race."""
        lock = self._open("turn")
        try:
            deadline = time.monotonic() + PATIENCE
            while not _take(lock, fcntl.LOCK_EX):
                if time.monotonic() > deadline:
                    raise ServicesUnavailable(
                        f"Another process of {self.root} has been starting or stopping its "
                        f"services for {PATIENCE} seconds; end it and try again."
                    )
                time.sleep(0.05)
            yield
        finally:
            os.close(lock)

    # Who uses the services

    def mark_as_used(self) -> int:
        """Say that this process uses the services, until it ends or takes the mark away."""
        mark = self._open("users")
        fcntl.flock(mark, fcntl.LOCK_SH)
        return mark

    def unmark(self, mark: int) -> None:
        os.close(mark)

    def is_used(self) -> bool:
        return not self._could_take("users")

    def wait_until_unused(self) -> None:
        users = self._open("users")
        try:
            fcntl.flock(users, fcntl.LOCK_EX)
        finally:
            os.close(users)

    # Who stops them

    def claim_keeper(self) -> int | None:
        """The keeper's lock, held until it is closed; None if there is a keeper."""
        post = self._open("keeper")
        if _take(post, fcntl.LOCK_EX):
            return post
        os.close(post)
        return None

    def has_keeper(self) -> bool:
        return not self._could_take("keeper")

    # Where the sockets are

    def prepare_sockets(self) -> None:
        """A directory that nobody but the servers' user (and root) may enter."""
        owner = server_uid()
        with contextlib.suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
        status = self.sockets.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (owner, os.geteuid()):
            raise ServicesUnavailable(
                f"{self.sockets} is somebody else's, and the servers' sockets belong there; "
                "remove it and start again."
            )
        os.chown(self.sockets, owner, -1)
        self.sockets.chmod(0o700)

    def remove_sockets(self) -> None:
        with contextlib.suppress(OSError):  # a server that would not stop still has its files there
            self.sockets.rmdir()

    def _could_take(self, name: str) -> bool:
        lock = self._open(name)
        try:
            return _take(lock, fcntl.LOCK_EX)
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        try:
            self.locks.mkdir(parents=True, exist_ok=True)
            return os.open(self.locks / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise ServicesUnavailable(
                f"You may not write to {error.filename}: another user set this checkout up. "
                "Use a clone of your own."
            ) from error


def _take(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

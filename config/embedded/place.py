"""Where the embedded services of one checkout live, and the locks that say who uses them.

The locks are `flock`s: the kernel lets go of them when their process ends, also after `kill -9`,
so nothing here can be stale.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import ServicesUnavailable
from config.embedded.system_user import server_uid

PATIENCE = 60  # seconds; a first start takes two, on a busy machine ten


class Place:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.var = root / "var"
        self.locks = self.var / "run"
        key = hashlib.sha256(f"{os.geteuid()}:{root}".encode()).hexdigest()[:12]
        # Not below the checkout: the path of a Unix socket may not exceed about 100 bytes.
        self.sockets = Path("/tmp") / f"sluice-{key}"  # prepare_sockets sees to privacy

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Start and stop in turns: two processes of a checkout that begin at once do not race."""
        lock = self._open("lock")
        try:
            deadline = time.monotonic() + PATIENCE
            while not _take(lock, fcntl.LOCK_EX):
                if time.monotonic() > deadline:
                    raise ServicesUnavailable(
                        f"Another process has been starting or stopping the services of {self.root} "
                        f"for {PATIENCE} seconds; find it by `fuser {self.locks / 'lock'}`."
                    )
                time.sleep(0.05)
            yield
        finally:
            os.close(lock)

    def mark_as_user(self) -> int:
        """Say that this process uses the services, until it ends or unmarks."""
        mark = self._open("users")
        fcntl.flock(mark, fcntl.LOCK_SH)
        return mark

    @staticmethod
    def unmark(mark: int) -> None:
        os.close(mark)

    def has_users(self) -> bool:
        users = self._open("users")
        try:
            return not _take(users, fcntl.LOCK_EX)
        finally:
            os.close(users)

    def wait_for_no_users(self) -> None:
        users = self._open("users")
        try:
            fcntl.flock(users, fcntl.LOCK_EX)
        finally:
            os.close(users)

    def become_keeper(self) -> bool:
        """Take the keeper's lock for the life of this process; False if there is a keeper."""
        return _take(self._open("keeper"), fcntl.LOCK_EX)

    def has_keeper(self) -> bool:
        keeper = self._open("keeper")
        try:
            return not _take(keeper, fcntl.LOCK_EX)
        finally:
            os.close(keeper)

    def prepare_sockets(self) -> None:
        """A directory of short name that nobody but the servers' user (and root) may enter."""
        owner = server_uid()
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            os.chown(self.sockets, owner, -1)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
            raise ServicesUnavailable(
                f"{self.sockets} belongs to somebody else; remove it and start again."
            )
        os.chown(self.sockets, owner, -1)
        self.sockets.chmod(0o700)

    def _open(self, name: str) -> int:
        try:
            self.locks.mkdir(parents=True, exist_ok=True)
            return os.open(self.locks / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise ServicesUnavailable(
                f"You may not write to {error.filename}: this checkout was set up by another user. "
                "Use a clone of your own."
            ) from error


def _take(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

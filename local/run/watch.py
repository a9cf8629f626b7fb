"""Watches a run from inside: announces that it is up, and ends it when a service is gone."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Self

from local import embedded
from local.run.endings import say
from local.run.printer import CountingPrinter
from local.run.ready import NotPrepared, ReadyRun, link_again
from local.turn import RunTurn

PATIENCE, INTERVAL, AGAIN = 120, 2, 60  # seconds
ANSWER_WITHIN = 2  # seconds
FAR = 20  # lines of the log push the link away


class ProcessWatch(threading.Thread):
    def __init__(
        self,
        root: Path,
        turn: RunTurn,
        ready: ReadyRun,
        printer: CountingPrinter,
        *,
        is_embedded: bool,
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self.root, self.turn, self.address, self.link = root, turn, turn.address, ready.link
        self.port = int(self.address.rpartition(":")[2])
        self.printer, self.is_embedded = printer, is_embedded
        self.offers_history = ready.offers_history
        self.found_trouble = False
        self._over = threading.Event()
        # Killed, make leaves us behind; a shell that started us may go and let us live.
        self._make = os.getppid() if "MAKELEVEL" in os.environ else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def run(self) -> None:
        trouble = self._come_up()
        if not (trouble or self._over.is_set()):
            self._announce()
        shown, written = time.monotonic(), self.printer.written
        while not trouble and not self._over.wait(INTERVAL):
            trouble = self._failure()
            is_far = self.printer.written - written >= FAR
            if self.link and is_far and time.monotonic() - shown > AGAIN:
                self._show_again()
                shown, written = time.monotonic(), self.printer.written
        if trouble and not self._over.is_set():
            self.found_trouble = True
            say(f"{trouble} Sluice stops.")
            os.kill(os.getpid(), signal.SIGTERM)

    def _come_up(self) -> str | None:
        deadline = time.monotonic() + PATIENCE
        while not self._over.wait(0.1):
            if self._pages_answer():
                break
            if time.monotonic() > deadline:
                return f"The pages did not answer within {PATIENCE} seconds."
        return None

    def _pages_answer(self) -> bool:
        """Whether web is up, asked without a client, which would stay for as long as Sluice runs."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), ANSWER_WITHIN) as connection:
                connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return connection.recv(64).split(b" ")[1:2] == [b"200"]
        except OSError:
            return False

    def _failure(self) -> str | None:
        if self._make not in (None, os.getppid()):
            return "`make run` was killed."
        if self.is_embedded:
            try:
                embedded.require(self.root)
            except embedded.ServicesLost as lost:
                return str(lost)
        return None

    def _show_again(self) -> None:
        """Lines of the log have pushed the link away: it is shown until it was used."""
        try:
            self.link = link_again(self.root, self.turn.path, self.link or "")
        except NotPrepared:
            return
        if self.link:
            say(f"  Sign in, once and within ten minutes: {self.address}{self.link}")

    def _announce(self) -> None:
        lines = [f"Sluice runs at {self.address}/"]
        if self.link:
            lines.append(f"Sign in, once and within ten minutes: {self.address}{self.link}")
        if self.offers_history:
            lines.append("See Sluice's own delivery: .venv/bin/python manage.py own_history")
        lines.append("Ctrl-C stops everything.")
        say("", *(f"  {line}" for line in lines), "")

"""Looks at a run from inside: says when it is up, and ends it when what it stands on is gone."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import DatabaseError, connections

from config.signin_link import SigninLink
from local import embedded
from local.run.endings import say
from local.run.prepare import ReadyRun

PATIENCE, INTERVAL, AGAIN = 120, 2, 60  # seconds


class ProcessWatch(threading.Thread):
    def __init__(self, root: Path, address: str, ready: ReadyRun) -> None:
        super().__init__(name="watch", daemon=True)
        self.root, self.address, self.link = root, address, ready.link
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
        shown = time.monotonic()
        while not trouble and not self._over.wait(INTERVAL):
            trouble = self._trouble()
            if self.link and time.monotonic() - shown > AGAIN:
                shown = time.monotonic()
                self._show_again()
        if trouble and not self._over.is_set():
            self.found_trouble = True
            say(f"{trouble} Sluice stops.")
            os.kill(os.getpid(), signal.SIGTERM)

    def _come_up(self) -> str | None:
        deadline = time.monotonic() + PATIENCE
        while not self._over.wait(0.1):
            try:
                urlopen(f"{self.address}/healthz", timeout=2).close()
            except (URLError, OSError):
                if time.monotonic() > deadline:
                    return f"The pages did not answer within {PATIENCE} seconds."
            else:
                break
        return None

    def _trouble(self) -> str | None:
        if self._make not in (None, os.getppid()):
            return "`make run` was killed."
        if settings.EMBEDDED:
            try:
                embedded.require(self.root)
            except embedded.ServicesLost as lost:
                return str(lost)
        return None

    def _show_again(self) -> None:
        """Lines of the log have pushed the link away: it is shown until it was used."""
        try:
            self.link = SigninLink.again(self.link or "")
        except DatabaseError:
            return  # it is said elsewhere that the database is away
        finally:
            connections.close_all()
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

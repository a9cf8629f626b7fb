"""A run of `make run` in a checkout of its own, watched from outside."""

from __future__ import annotations

import re
import signal
import urllib.error
import urllib.request
from http.client import HTTPResponse

from tests.patience import eventually
from tests.setup.checkout import Checkout

RUN = ("-m", "local.run")


class Run:
    def __init__(
        self, checkout: Checkout, port: object, command: tuple[str, ...] = RUN, **env: str
    ):
        self.checkout = checkout
        self.process = checkout.start(*command, cwd=checkout.root, PORT=str(port), **env)
        self.number = len(checkout.children) - 1

    def said(self) -> str:
        return self.checkout.said(self.number)

    def comes_up(self) -> Run:
        """Wait until it has told its address, which is the last that it does."""
        eventually(lambda: self.process.poll() is not None or "Ctrl-C stops" in self.said(), 150)
        assert self.process.poll() is None, self.said()
        return self

    @property
    def address(self) -> str:
        return re.search(r"Sluice runs at (http://127\.0\.0\.1:\d+)/\n", self.said())[1]

    @property
    def link(self) -> str:
        return re.search(r"Sign in, .*: (http://\S+)", self.said())[1]

    def get(self, path: str) -> HTTPResponse:
        return urllib.request.urlopen(self.address + path, timeout=5)

    def is_reachable(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except (urllib.error.URLError, OSError):
            return False

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(60)

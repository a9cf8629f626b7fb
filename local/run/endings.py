"""The ways in which somebody ends a run: Ctrl-C, TERM, HUP, and nobody listening any more."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Endings:
    """Each ending unwinds what was begun, and has the exit code that shells expect."""

    def __init__(self) -> None:
        self.code = 0
        self.listen()

    def listen(self) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, self._terminated)
        signal.signal(signal.SIGHUP, self._end_by_hangup)

    def ignore(self) -> None:
        """Nobody interrupts the tidying up."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def _terminated(self, number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(self.code or 128 + number)

    def _end_by_hangup(self, number: int, frame: FrameType | None) -> None:
        """Honcho knows TERM, but not HUP."""
        self.code = 128 + number
        os.kill(os.getpid(), signal.SIGTERM)


def say(*lines: str) -> None:
    """Print for the person in front, if there still is one."""
    with contextlib.suppress(OSError):
        print(*lines, sep="\n", flush=True)


def close_output() -> None:
    """Python prints what it could not yet print when it ends, and fails once more: spare it that."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())

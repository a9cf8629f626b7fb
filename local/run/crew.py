"""The processes of the Procfile, run by honcho, each on a leash."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

from local.turn import RunTurn

LEASH = Path(__file__).with_name("leash.py")


class Crew(Manager):
    """Honcho's manager, which ends all when one ends; after `loop()` it says whether one did."""

    one_ended_by_itself: bool | None = None

    def __init__(self, procfile: Path, turn: RunTurn, printer: Printer, forks: Path) -> None:
        super().__init__(printer)
        for name, command in parse_procfile(procfile.read_text()).processes.items():
            leashed = [sys.executable, "-I", LEASH, turn.path, forks, command]
            self.add_process(
                name,
                f"exec {shlex.join(map(str, leashed))}",
                env=dict(os.environ),
                cwd=str(procfile.parent),
            )

    def terminate(self, *args: Any) -> None:
        """End all processes, once honcho knows of all: it cannot end one that has not reported its
        start.
        """
        if not self._all_started():
            threading.Timer(0.1, self.terminate).start()
            return
        if self.one_ended_by_itself is None:
            self.one_ended_by_itself = self._any_stopped()
        super().terminate()

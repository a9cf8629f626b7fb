"""A checkout of Sluice in a directory of its own, with processes that use it and are killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

from local.embedded.place import ServicesPlace
from local.embedded.processes import has_ended
from local.embedded.signals import ENDINGS
from tests.patience import eventually
from tests.tree import ROOT

PARTS = ("config", "local", "board", "flow", "templates")
NOT_ITS = ("PYTEST_", "DJANGO_", "MAKE", "PORT", "DATABASE_", "BROKER_", "CACHE_")
WEB_ONLY = (
    "web: python -m config.web --interface wsgi --host 127.0.0.1 --port $PORT"
    " config.wsgi:application\n"
)

USE_SERVICES = """
import sys
from pathlib import Path
from local import embedded
print(embedded.attach(Path(sys.argv[1])).database_url, flush=True)
sys.stdin.read()
"""


class Checkout:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.root.mkdir(parents=True)
        self.place = ServicesPlace(self.root)
        self.children: list[subprocess.Popen[str]] = []

    def with_code(self, procfile: str = WEB_ONLY) -> Checkout:
        """Give it the code that a run needs."""
        if not (self.root / "config").exists():
            for part in PARTS:
                shutil.copytree(ROOT / part, self.root / part)
            shutil.copy(ROOT / "manage.py", self.root)
            (self.root / "node_modules").symlink_to(ROOT / "node_modules")
        (self.root / "Procfile").write_text(procfile)
        return self

    def start(self, *command: str, cwd: Path = ROOT, **env: str) -> subprocess.Popen[str]:
        """A process that is ended with the test; its stdin is held open, its output is in a file."""
        with self.output(len(self.children)).open("w") as output:
            child = subprocess.Popen(
                [sys.executable, *command],
                cwd=cwd,
                env=environment() | env,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
                preexec_fn=hear_signals,
            )
        self.children.append(child)
        return child

    def user(self) -> subprocess.Popen[str]:
        """A process that uses the services until its stdin ends."""
        child = self.start("-c", USE_SERVICES, str(self.root))
        number = len(self.children) - 1
        eventually(lambda: child.poll() is not None or "postgresql://" in self.said(number), 90)
        assert child.poll() is None, self.said(number)
        return child

    def output(self, number: int) -> Path:
        return self.root / f"output-{number}.txt"

    def said(self, number: int = -1) -> str:
        """What a process of this checkout has printed, the last one's if not told otherwise."""
        return self.output(number % len(self.children)).read_text(errors="replace")

    def processes(self) -> list[psutil.Process]:
        """All that live and belong to this checkout: servers, keeper, web, leashes."""
        marks = (f"{self.root}", f"{self.place.sockets}")
        found = []
        for process in psutil.process_iter():
            try:
                words = [*process.cmdline(), process.cwd()]
            except psutil.Error:
                continue
            if any(mark in word for mark in marks for word in words):
                found.append(process)
        return found

    def those(self, are_meant: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
        """Its processes of which that is true; some end while we look."""
        found = []
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                if are_meant(process):
                    found.append(process)
        return found

    def runs(self, name: str) -> bool:
        """Whether a process of this name belongs to this checkout."""
        return bool(self.those(lambda process: process.name() == name))

    def server(self, name: str) -> psutil.Process:
        """The first process of a server: postgres or valkey-server."""
        servers = self.those(lambda process: process.name() == name)
        return min(servers, key=lambda server: server.create_time())

    def becomes_quiet(self, within: float = 30) -> None:
        """Nothing of this checkout runs any more, soon."""
        eventually(lambda: not self.processes(), within)

    def kill_all(self) -> None:
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.becomes_quiet()
        for child in self.children:
            child.stdin.close()
            child.wait(30)
        self.children.clear()


def hear_signals() -> None:
    """Ignore no signal: nohup and a shell's background leave them ignored for all children."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_DFL)


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(NOT_ITS)}


def kill(process: psutil.Process | subprocess.Popen[str]) -> None:
    """`kill -9`, and be sure that it is gone."""
    process.send_signal(signal.SIGKILL)
    if isinstance(process, psutil.Process):
        eventually(lambda: has_ended(process), within=10)
    else:
        process.wait(30)

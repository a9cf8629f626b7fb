"""A process of the Procfile, on the database, broker and cache of the test that starts it."""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psutil
from django.conf import settings
from honcho.environ import parse_procfile

from tests import services
from tests.patience import eventually
from tests.ports import free_port

READY_AT = {"web": "/healthz", "live": "/live/readyz", "flags": "/flags/readyz"}


@dataclass(frozen=True)
class Started:
    """A process that answers at a port of this machine, and what it prints."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> HTTPResponse:
        """The answer, on a connection of its own; `headers` are written with underscores."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body=body or None, headers=said)
        return connection.getresponse()

    def answers(self, path: str) -> bool:
        try:
            return self.ask("GET", path).status == 200
        except OSError:
            return False

    @property
    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def procfile_process(name: str, log: Path, *, ready_at: str = "", **env: str) -> Iterator[Started]:
    """A process as production starts it, until the end of the block; what answers is ready then."""
    command = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes[name]
    if name == "beat":
        command += (
            f" --schedule {log.with_suffix('.schedule')}"  # that of a running Sluice is not ours
        )
    port = free_port()
    with log.open("w") as output:
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=settings.BASE_DIR,
            env=os.environ | services.environment() | _ports(port) | env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    started = Started(process, port, log)
    try:
        if path := ready_at or READY_AT.get(name):
            eventually(lambda: process.poll() is not None or started.answers(path))
        assert process.poll() is None, log.read_text()
        yield started
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    those = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=20)
    for each in psutil.wait_procs(those, timeout=1)[1]:
        each.kill()
    process.kill()
    process.wait()


def _ports(port: int) -> dict[str, str]:
    programs = Path(sys.executable).parent
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PORT": str(port),
        "LIVE_PORT": str(port),
        "FLAGS_PORT": str(port),
    }


COLLECT = "import django; django.setup(); from local.run import static; static.collect_static()"


def collect_static_files() -> None:
    """What pages name must be there in production; of several who ask at once one does it."""
    (settings.VAR_DIR / "run").mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "run" / "collecting").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        environ = (
            os.environ | services.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        )
        subprocess.run(
            [sys.executable, "-c", COLLECT], cwd=settings.BASE_DIR, env=environ, check=True
        )

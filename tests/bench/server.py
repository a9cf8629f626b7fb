"""Sluice as `make run` starts it: processes of the Procfile, on the bench's database."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from honcho.environ import parse_procfile

from tests.ports import free_port

PATIENCE = 30  # seconds to start


@dataclass(frozen=True)
class Ports:
    """Where the pages and where the event stream is."""

    web: int
    live: int


@contextmanager
def running(database_url: str) -> Iterator[Ports]:
    """The web process. The event stream has its port, and nobody there before `streaming`."""
    call_command("collectstatic", interactive=False, verbosity=0)
    ports = Ports(free_port(), free_port())
    with _process("web", database_url, ports, ports.web, "/healthz"):
        yield ports


@contextmanager
def streaming(database_url: str, ports: Ports) -> Iterator[None]:
    """The event stream."""
    with _process("live", database_url, ports, ports.live, "/live/readyz"):
        yield


@contextmanager
def flags(database_url: str) -> Iterator[int]:
    """The process that answers flags, and its port."""
    port = free_port()
    with _process("flags", database_url, Ports(port, port), port, "/flags/readyz"):
        yield port


@contextmanager
def _process(name: str, database_url: str, ports: Ports, port: int, health: str) -> Iterator[None]:
    command = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes[name]
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=settings.BASE_DIR,
            env=environment(database_url, ports),
            stdin=subprocess.DEVNULL,
            stdout=nowhere,
            stderr=nowhere,
        )
    try:
        _wait_for(process, port, health)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(database_url: str, ports: Ports | None = None) -> dict[str, str]:
    """That of a process of ours on this database; a command needs no ports."""
    programs = Path(sys.executable).parent
    listening = {} if ports is None else _listening(ports)
    return listening | {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": os.environ.get("HOME", ""),
        "DATABASE_URL": database_url,
        "BROKER_URL": settings.BROKER_URL,
        "CACHE_URL": settings.CACHE_URL,
        "EMAIL_URL": f"filemail:///{settings.VAR_DIR / 'mail'}",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "API_RATE": "none",  # a client of the bench asks more often than any program should
    }


def _listening(ports: Ports) -> dict[str, str]:
    return {
        "PORT": str(ports.web),
        "LIVE_PORT": str(ports.live),
        "FLAGS_PORT": str(ports.web),
        "LIVE_URL": f"http://127.0.0.1:{ports.live}/live/",
    }


def _wait_for(process: subprocess.Popen, port: int, health: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"A process ended by itself (exit code {process.returncode}).")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", health)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"A process did not answer at {health} within {PATIENCE} seconds.")

"""Sluice as `make run` starts it: the web process of the Procfile, on the bench's database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from honcho.environ import parse_procfile

PATIENCE = 30  # seconds to start


@contextmanager
def running(database_url: str) -> Iterator[int]:
    """Its port."""
    call_command("collectstatic", interactive=False, verbosity=0)
    port = _free_port()
    command = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes["web"]
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path
        web = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=settings.BASE_DIR,
            env=_environment(database_url, port),
            stdin=subprocess.DEVNULL,
            stdout=nowhere,
            stderr=nowhere,
        )
    try:
        _wait_for(web, port)
        yield port
    finally:
        web.terminate()
        try:
            web.wait(10)
        except subprocess.TimeoutExpired:
            web.kill()
            web.wait()


def _environment(database_url: str, port: int) -> dict[str, str]:
    programs = Path(sys.executable).parent
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": os.environ.get("HOME", ""),
        "PORT": str(port),
        "DATABASE_URL": database_url,
        "BROKER_URL": settings.BROKER_URL,
        "CACHE_URL": settings.CACHE_URL,
        "EMAIL_URL": f"filemail:///{settings.VAR_DIR / 'mail'}",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
    }


def _wait_for(web: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if web.poll() is not None:
            sys.exit(f"The web process ended by itself (exit code {web.returncode}).")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"The web process did not answer within {PATIENCE} seconds.")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]

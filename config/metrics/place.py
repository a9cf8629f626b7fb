"""Where the processes of this host keep their numbers: one folder a service, below one of the set-up.

The folder bears the process that leads the service (the master of web's or a worker's processes)
and when that began. Numbers of a process that was replaced still count; those of a service that has
ended do not, and go when the next one starts.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus_client looks, at every new number


def begin(leader: int) -> None:
    """Keep the numbers of this process with those of the service that this process leads."""
    for folder in _folders():
        if not _is_alive(folder):
            shutil.rmtree(folder, ignore_errors=True)
    folder = _root() / f"{leader}-{_started_at(leader)}"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(folder)


def files() -> list[str]:
    """The files of every process of the services that live."""
    return [str(file) for folder in _folders() if _is_alive(folder) for file in folder.glob("*.db")]


def _root() -> Path:
    return settings.VAR_DIR / "metrics"


def _folders() -> Iterator[Path]:
    return _root().glob("*-*")


def _is_alive(folder: Path) -> bool:
    leader, _dash, born = folder.name.partition("-")
    return leader.isdecimal() and _started_at(int(leader)) == born


def _started_at(process: int) -> str:
    """When it began, in seconds: a number is given to another process one day."""
    try:
        return str(int(psutil.Process(process).create_time()))
    except psutil.NoSuchProcess:
        return ""

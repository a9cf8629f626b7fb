"""A real worker, on the database, broker and cache of the test that starts it."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

from tests import services

COMMAND = [
    *(sys.executable, "-m", "celery", "--app", "config", "worker", "--concurrency", "1"),
    *("--loglevel", "info", "--include", "tests.config.errands"),
]


@contextmanager
def a_worker(log: Path, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that ends with the block; `env` says what it is told differently."""
    with log.open("w") as output:
        process = subprocess.Popen(
            COMMAND,
            cwd=settings.BASE_DIR,
            env=os.environ | services.environment() | env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            kill(process)
            raise


def kill(worker: subprocess.Popen[bytes]) -> None:
    """`kill -9` for the worker and the processes it works with."""
    parent = psutil.Process(worker.pid)
    for process in (parent, *parent.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    worker.wait(timeout=10)

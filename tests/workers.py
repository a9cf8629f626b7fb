"""A real worker, or beat, on the database, broker and cache of the test that starts it."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psutil
from django.conf import settings

from tests import services

CELERY = [sys.executable, "-m", "celery", "--app"]
WORKER = [*CELERY, "config", "worker", "--concurrency", "1", "--loglevel", "info"]
WORKER += ["--include", "tests.config.errands"]


def a_worker(log: Path, **env: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker that ends with the block; `env` says what it is told differently."""
    return _ends_with_the_block(WORKER, log, env)


def a_beat(log: Path, **env: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A beat that ends with the block, as a worker does."""
    schedule = log.with_suffix(".schedule")
    return _ends_with_the_block(
        [*CELERY, "config.beat", "beat", "--schedule", str(schedule)], log, env
    )


@contextmanager
def _ends_with_the_block(
    command: list[str], log: Path, env: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
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
    """`kill -9` for the worker and the processes that it works with."""
    parent = psutil.Process(worker.pid)
    for process in (parent, *parent.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    worker.wait(timeout=10)

"""A task for tests of the worker itself."""

import os
import time
from pathlib import Path

from celery import shared_task


@shared_task
def errand(diary: str) -> None:
    """Write down which process runs it; the first one to do so then takes far too long."""
    with Path(diary).open("a") as file:
        file.write(f"{os.getpid()}\n")
    if len(Path(diary).read_text().split()) == 1:
        time.sleep(60)

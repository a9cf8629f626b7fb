import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import services


@pytest.fixture
def empty_cache():
    cache.clear()


@pytest.fixture
def worker_log(tmp_path):
    return tmp_path / "worker.log"


@pytest.fixture
def worker(transactional_db, empty_cache, worker_log):
    """A real worker on this test's database, broker and cache, that ends with the test."""
    with worker_log.open("w") as log:
        process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "celery",
                    "--app",
                    "config",
                    "worker",
                    "--concurrency",
                    "1",
                ),
                *("--loglevel", "info", "--include", "tests.config.errands"),
            ],
            cwd=settings.BASE_DIR,
            env=os.environ | services.environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    yield process
    process.terminate()
    process.wait(timeout=60)

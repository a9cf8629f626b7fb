import pytest
from django.core.cache import cache

from tests.workers import a_worker


@pytest.fixture
def empty_cache():
    cache.clear()


@pytest.fixture
def worker_log(tmp_path):
    return tmp_path / "worker.log"


@pytest.fixture
def worker(transactional_db, empty_cache, worker_log):
    """A real worker on this test's database, broker and cache, that ends with the test."""
    with a_worker(worker_log) as process:
        yield process

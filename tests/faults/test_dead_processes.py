"""A process dies, and what it belonged to goes on or ends with it."""

import os
import signal
from contextlib import suppress

import psutil
import pytest

from config.celery import app
from tests.patience import eventually
from tests.workers import a_worker


def is_gone(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def serving(web):
    """The processes of web that answer: the master has others, too."""
    found = []
    for each in web.children:
        with suppress(psutil.Error):  # it may have ended meanwhile
            if "resource_tracker" not in " ".join(each.cmdline()):
                found.append(each)
    return found


def test_a_dead_child_of_web_is_replaced_and_the_other_goes_on(web):
    before = serving(web)
    before[0].kill()
    eventually(lambda: web.answers("/healthz"))  # what the dead one had taken is lost
    eventually(lambda: len({each.pid for each in serving(web)} - {before[0].pid}) == len(before))
    assert before[1] in serving(web)
    assert all(web.answers("/healthz") for _ in range(20))


def test_the_children_of_a_killed_web_end(web):
    children = web.children
    os.kill(web.process.pid, signal.SIGKILL)
    eventually(lambda: all(map(is_gone, children)))


@pytest.fixture
def worker(transactional_db, tmp_path):
    with a_worker(tmp_path / "worker.log") as process:
        eventually(lambda: " ready." in (tmp_path / "worker.log").read_text())
        yield process


def test_the_children_of_a_killed_worker_end(worker):
    children = psutil.Process(worker.pid).children(recursive=True)
    assert children
    os.kill(worker.pid, signal.SIGKILL)
    eventually(lambda: all(map(is_gone, children)))


def test_two_workers_of_a_host_have_two_names(worker, tmp_path):
    with a_worker(tmp_path / "other.log") as other:
        answers = eventually(lambda: len(said := app.control.ping(timeout=2)) == 2 and said)
    names = [name.partition("@")[0] for answer in answers for name in answer]
    assert sorted(names) == sorted(f"celery-{each.pid}" for each in (worker, other))

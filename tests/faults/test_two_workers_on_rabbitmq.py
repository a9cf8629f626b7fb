"""Two workers of one host on a real RabbitMQ, where this machine has one; it is started for the test."""

import shutil

import pytest
from celery import Celery

from tests.faults.under_load.brokers import PLACES, OwnRabbit
from tests.patience import eventually
from tests.processes import procfile_process

pytestmark = pytest.mark.skipif(
    not shutil.which("rabbitmq-server", path=PLACES), reason="there is no RabbitMQ"
)


@pytest.fixture
def rabbit(tmp_path):
    rabbit = OwnRabbit(tmp_path / "rabbitmq")
    try:
        rabbit.start()
        yield rabbit
    finally:
        rabbit.stop()


@pytest.fixture
def two_workers(transactional_db, rabbit, tmp_path):
    logs = [tmp_path / f"{name}.log" for name in ("one", "other")]
    with (
        procfile_process("worker", logs[0], BROKER_URL=rabbit.url) as one,
        procfile_process("worker", logs[1], BROKER_URL=rabbit.url) as other,
    ):
        for log in logs:
            eventually(lambda log=log: " ready." in log.read_text())
        yield one, other


def names_that_answer(rabbit):
    asking = Celery("asking", broker=rabbit.url, set_as_current=False)
    answers = asking.control.ping(timeout=2)
    asking.close()
    return {name.partition("@")[0] for answer in answers for name in answer}


def test_both_live_and_answer_by_their_own_names(two_workers, rabbit):
    expected = {f"celery-{each.process.pid}" for each in two_workers}
    eventually(lambda: names_that_answer(rabbit) == expected)
    for each in two_workers:
        assert each.process.poll() is None
        assert "RESOURCE_LOCKED" not in each.log.read_text()


def test_one_goes_on_when_the_other_is_killed(two_workers, rabbit):
    one, other = two_workers
    one.process.kill()
    eventually(lambda: names_that_answer(rabbit) == {f"celery-{other.process.pid}"})

"""Workers may die: a task that was begun is done by somebody."""

import os
import signal

from tests.config.errands import errand
from tests.patience import eventually


def test_a_task_whose_process_was_killed_is_done_again(worker, tmp_path):
    diary = tmp_path / "diary"
    errand.delay(str(diary))
    began = eventually(lambda: diary.exists() and diary.read_text().split())
    os.kill(int(began[0]), signal.SIGKILL)
    eventually(lambda: len(diary.read_text().split()) == 2)


def test_a_task_may_not_carry_anything_but_json(settings):
    assert settings.CELERY_ACCEPT_CONTENT == [settings.CELERY_TASK_SERIALIZER] == ["json"]


def test_redis_hands_a_task_on_only_after_the_longest_time_it_may_take(settings):
    options = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {"visibility_timeout": 1e9})
    assert options["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT

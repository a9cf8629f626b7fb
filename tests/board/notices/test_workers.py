"""Mail goes out by real workers, whatever becomes of them and of the broker."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.mail import send_mail

from board.models import Notice
from board.notices.tasks import deliver
from tests import services
from tests.patience import eventually
from tests.workers import a_worker, kill


@pytest.fixture
def worker(transactional_db, mailbox, tmp_path):
    """Starts workers that deliver to the mailbox."""
    numbers = iter(range(9))

    def start():
        log = tmp_path / f"worker-{next(numbers)}.log"
        return a_worker(log, EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}")

    return start


def write():
    send_mail("Hello", "How are you?", "sluice@example.org", ["ada@example.org"])


def beat_rings():
    deliver.delay()


def is_sent():
    return Notice.objects.get().state == "sent"


def test_a_mail_is_delivered_as_soon_as_it_is_written(worker, mailbox):
    with worker():
        write()
        eventually(is_sent)
    assert [mail["To"] for mail in mailbox.mails] == ["ada@example.org"]


def test_a_worker_killed_while_it_sends_leaves_the_mail_to_another(worker, mailbox):
    mailbox.is_held = True
    with worker() as first:
        write()
        eventually(lambda: mailbox.has_been_asked)
        kill(first)
    mailbox.is_held = False
    assert Notice.objects.get().state == "pending"
    with worker():
        beat_rings()
        eventually(is_sent)
    assert len(mailbox.mails) == 1


def test_a_mail_written_while_the_broker_is_down_is_kept_and_delivered_later(worker, mailbox):
    subprocess.run(
        [sys.executable, "manage.py", "sendtestemail", "ada@example.org"],
        cwd=settings.BASE_DIR,
        env=os.environ | services.environment() | {"BROKER_URL": "redis://127.0.0.1:1/0"},
        check=True,
        timeout=60,
    )
    assert Notice.objects.get().state == "pending"
    with worker():
        beat_rings()
        eventually(is_sent)
    assert [mail["To"] for mail in mailbox.mails] == ["ada@example.org"]

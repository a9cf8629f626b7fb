"""Mail goes out by real workers, whatever becomes of them and of the broker."""

import os
import subprocess
import sys
import time

import pytest
from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection

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


def is_sent_when_rung():
    beat_rings()
    return is_sent()


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


def test_a_worker_killed_before_it_hears_that_the_server_took_the_mail_sends_it_again_under_the_same_id(
    worker, mailbox
):
    mailbox.keeps_waiting = True
    with worker() as first:
        write()
        eventually(lambda: mailbox.mails)
        kill(first)
    mailbox.keeps_waiting = False
    assert Notice.objects.get().state == "pending"
    with worker():
        eventually(is_sent_when_rung)
    assert [mail["Message-ID"] for mail in mailbox.mails] == [Notice.objects.get().message_id] * 2


def test_a_worker_killed_between_the_250_and_our_commit_sends_it_again_under_the_same_id(
    worker, mailbox, held_back
):
    with worker() as first:
        write()
        eventually(held_back.is_awaited)
        assert len(mailbox.mails) == 1
        kill(first)
    held_back.let_go()
    assert Notice.objects.get().state == "pending"
    with worker():
        eventually(is_sent_when_rung)
    assert [mail["Message-ID"] for mail in mailbox.mails] == [Notice.objects.get().message_id] * 2


def test_a_broker_that_forgot_everything_loses_no_mail(worker, mailbox):
    write()
    with current_app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()
    with worker():
        eventually(current_app.control.ping)
        assert not is_sent()  # nobody has told the worker
        beat_rings()
        eventually(is_sent)
    assert len(mailbox.mails) == 1


def test_two_beats_and_two_workers_send_each_mail_once(worker, mailbox):
    with worker(), worker():
        for _ in range(20):
            write()
            beat_rings(), beat_rings()
        eventually(lambda: not Notice.objects.exclude(state="sent").exists())
    assert len(mailbox.mails) == 20
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 20


def test_a_database_that_ends_all_connections_in_the_middle_loses_no_mail(worker, mailbox):
    """As when it restarts: the worker cannot commit, and tries again under the same id."""
    mailbox.is_held = True
    with worker():
        write()
        eventually(lambda: mailbox.has_been_asked)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] > 0
        mailbox.is_held = False
        eventually(is_sent_when_rung)
    assert {mail["Message-ID"] for mail in mailbox.mails} == {Notice.objects.get().message_id}


def test_a_server_that_hangs_slows_nobody_who_writes(worker, mailbox):
    mailbox.is_held = True
    with worker():
        write()
        eventually(lambda: mailbox.has_been_asked)
        began = time.monotonic()
        write()
        assert time.monotonic() - began < 1
        mailbox.is_held = False
        eventually(lambda: Notice.objects.filter(state="sent").count() == 2)

"""The database server restarts in the middle: no mail is lost, and nobody need start a worker anew."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from local.embedded.postgres import Postgres
from local.embedded.valkey import Valkey
from tests import services
from tests.patience import eventually
from tests.setup.conftest import make_checkout
from tests.workers import a_beat, a_worker

__all__ = ["make_checkout"]


class House:
    """A database server of its own, which can be stopped and started, and a broker beside it."""

    def __init__(self, checkout, mailbox):
        checkout.user()
        self.postgres, valkey = Postgres(checkout.place), Valkey(checkout.place)
        self.env = {
            "DATABASE_URL": self.postgres.url,
            "BROKER_URL": valkey.broker_url,
            "CACHE_URL": valkey.cache_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        }
        self.manage("migrate")

    def manage(self, *command):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=os.environ | services.environment() | self.env,
            check=True,
            capture_output=True,
            timeout=300,
        )

    def mails(self):
        """The state of each by its Message-ID."""
        with psycopg.connect(self.postgres.url) as connection:
            return dict(connection.execute("SELECT message_id, state FROM board_notice").fetchall())


@pytest.fixture
def house(make_checkout, mailbox):
    return House(make_checkout("restarts"), mailbox)


def test_a_database_server_that_restarts_in_the_middle_loses_no_mail(house, mailbox, tmp_path):
    """What was taken while nobody could write that down goes out twice, under the same id."""

    def are_sent(count):
        return list(house.mails().values()) == ["sent"] * count

    def failures():
        return (tmp_path / "worker.log").read_text().count("OperationalError")

    mailbox.is_held = True
    house.manage("sendtestemail", "ada@example.org")
    with (
        a_worker(tmp_path / "worker.log", **house.env) as worker,
        a_beat(tmp_path / "beat.log", **house.env) as beat,
    ):
        eventually(lambda: mailbox.has_been_asked)
        house.postgres.stop()
        mailbox.is_held = False
        eventually(lambda: mailbox.mails)
        before = failures()
        eventually(lambda: failures() > before)  # beat rings, and there is no database
        house.postgres.ensure_running()

        eventually(lambda: are_sent(1), within=90)
        house.manage("sendtestemail", "grace@example.org")
        eventually(lambda: are_sent(2), within=90)
        assert (worker.poll(), beat.poll()) == (None, None)
    assert [mail["To"] for mail in mailbox.mails] == ["ada@example.org"] * 2 + ["grace@example.org"]
    assert {mail["Message-ID"] for mail in mailbox.mails} == house.mails().keys()

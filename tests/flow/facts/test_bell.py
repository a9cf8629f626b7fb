"""The bell rings for a board as soon as something has happened on it."""

from collections.abc import Iterator
from queue import Queue

import pytest
from django.db import connection

from flow.metrics.bell import DIGEST, Bell
from flow.metrics.tasks import digest
from tests import services
from tests.patience import eventually
from tests.workers import a_beat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rung() -> Iterator["Queue[int]"]:
    """The boards for which a bell has rung."""
    heard: Queue[int] = Queue()
    bell = Bell(services.environment()["DATABASE_URL"], heard.put)
    bell.start()
    assert bell.is_listening.wait(60)
    heard.bell = bell
    yield heard
    bell.stop()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('board', 'the end')")
    bell.join(60)
    assert not bell.is_alive()


def test_it_rings_for_the_board_of_a_move(board, build, review, card_in, ada, rung):
    card_in(build).move_to(review, by=ada)
    assert rung.get(timeout=60) == board.pk


def test_it_does_not_ring_for_a_hint_or_for_nonsense(board, rung):
    with connection.cursor() as cursor:
        for payload in ("nonsense", "1:2", f"{board.pk}:3:!standup"):
            cursor.execute("SELECT pg_notify('board', %s)", [payload])
        cursor.execute("SELECT pg_notify('board', '4711:1:*')")
    assert rung.get(timeout=60) == 4711
    assert rung.empty()


def test_a_lost_connection_is_opened_again(rung, build, card_in):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query = 'LISTEN board' AND datname = current_database()"
        )
    eventually(lambda: not rung.bell.is_listening.is_set())
    assert rung.bell.is_listening.wait(60)
    card = card_in(build)
    assert rung.get(timeout=60) == card.board_id


def test_a_ring_names_a_task_that_workers_have():
    """Beat sends it by name, so a new name of the task would be noticed by nobody."""
    assert digest.name == DIGEST


def test_beat_listens(tmp_path, board):
    """The sweep would find it as well: that beat has a connection which listens says that it does."""

    def listening() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE query = 'LISTEN board' AND datname = current_database()"
            )
            return {pid for (pid,) in cursor.fetchall()}

    others = listening()  # of another test whose connection is just being closed
    log = tmp_path / "beat.log"
    with a_beat(log):
        try:
            eventually(lambda: listening() - others)
        except AssertionError:
            pytest.fail(f"no connection of beat listens:\n{log.read_text()}")

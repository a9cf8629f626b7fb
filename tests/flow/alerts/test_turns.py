"""One at a time is busy with the alerts of a board."""

import threading

import pytest
from django.db import connection, transaction

from board.models import Notice
from flow.alerts.at_once import notify
from flow.alerts.models import Watch
from flow.alerts.morning import digest
from tests.patience import eventually

pytestmark = pytest.mark.usefixtures("outbox")


def somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("write", [notify, digest])
def test_who_writes_waits_for_who_is_busy_with_the_board(
    transactional_db, board, early, old_card, wish, grace, write
):
    """A ring tells at once and makes the digest: by two workers, neither of which may be left out."""
    wish(grace)
    old_card(assignees=[grace])

    def work():
        try:
            write(board.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    with transaction.atomic():
        Watch.objects.held(board.pk, waits=True)
        worker.start()
        eventually(somebody_waits_for_us)
        assert not Notice.objects.exists()
    worker.join(30)
    assert Notice.objects.filter(to="grace@example.org").count() == 1


def test_who_looks_leaves_it_to_who_is_busy_with_the_board(
    transactional_db, board, card_in, build, on, watch
):
    card_in(build)
    assert watch() == []

    def hold(held, let_go):
        try:
            with transaction.atomic():
                Watch.objects.held(board.pk, waits=True)
                held.set()
                let_go.wait(30)
        finally:
            connection.close()

    held, let_go = threading.Event(), threading.Event()
    other = threading.Thread(target=hold, args=(held, let_go))
    other.start()
    try:
        assert held.wait(30)
        with on(5):
            assert watch() == []
    finally:
        let_go.set()
        other.join(30)
    with on(5):
        assert watch() == [("still", 1)]

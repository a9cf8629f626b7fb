"""Real workers keep the facts, whatever becomes of them and of the broker: the rows are the same."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from board.models import Board, Card
from config.celery import app
from flow.metrics.ledger.rebuilds import rebuild
from flow.metrics.models.cursor import boards_at_night, boards_behind
from flow.metrics.tasks import digest, sweep, watch_midnights
from tests import services
from tests.flow.histories import random_board
from tests.flow.rows import rows
from tests.patience import eventually
from tests.workers import a_worker, kill

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT 1 FROM pg_locks WHERE relation = 'metrics_delta'::regclass AND NOT granted"


@pytest.fixture
def worker(tmp_path):
    numbers = iter(range(9))
    return lambda: a_worker(tmp_path / f"worker-{next(numbers)}.log")


@pytest.fixture
def board() -> Board:
    """A board on which much has happened, and nothing is digested yet."""
    return random_board(3, steps=40)


def is_digested() -> bool:
    """Also what was proposed, which is an event itself."""
    return not boards_behind()


def move(card: Card) -> None:
    """To another column, and back again if it was moved before."""
    there = card.board.columns.exclude(pk=card.column_id).filter(archived_at=None)[0]
    card.move_to(there, by=card.board.members.get())


def on_the_board(board: Board) -> Card:
    return board.cards.select_related("board").filter(archived_at=None)[0]


def assert_as_rebuilt(board: Board) -> None:
    kept = rows(board)
    rebuild(board.pk)
    assert kept == rows(board)
    assert kept["Passage"]


@contextmanager
def sums_held_up() -> Iterator[None]:
    """Nobody can write the sums of a day, as if that took long."""
    with psycopg.connect(services.environment()["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE metrics_delta IN EXCLUSIVE MODE")
        yield


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() is not None


def test_what_happens_is_digested_within_ten_seconds_of_it(worker, board):
    with worker():
        sweep.delay()
        eventually(is_digested)
        move(on_the_board(board))
        sweep.delay()  # beat does so every four seconds
        eventually(is_digested, within=6)
    assert_as_rebuilt(board)


def test_a_worker_killed_in_the_middle_changes_nothing_and_another_does_it(worker, board):
    rebuild(board.pk)
    before = rows(board)
    move(on_the_board(board))
    with worker() as first, sums_held_up():
        digest.delay(board.pk)
        eventually(somebody_waits)
        kill(first)
    eventually(lambda: not somebody_waits())
    assert rows(board) == before
    with worker():
        sweep.delay()
        eventually(is_digested)
    assert_as_rebuilt(board)


def test_two_workers_on_one_board_count_everything_once(worker, board):
    with worker(), worker():
        for _ in range(6):
            for _ring in range(4):
                digest.delay(board.pk)
            move(on_the_board(board))
        sweep.delay()
        eventually(lambda: is_digested() or sweep.delay() is None)
    assert_as_rebuilt(board)


def test_a_broker_that_has_forgotten_everything_and_a_beat_that_rings_twice_do_no_harm(
    worker, board
):
    digest.delay(board.pk)
    with app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()
    with worker():
        for _ in range(2):
            sweep.delay()
            watch_midnights.delay()
        eventually(lambda: is_digested() and not boards_at_night())
    assert_as_rebuilt(board)

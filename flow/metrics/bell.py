"""Rings for a board as soon as something has happened on it.

A move notifies all who listen (`Board.record`), so this costs it nothing and needs no
broker. What the bell misses, the sweep finds some seconds later.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread

import psycopg
from celery import current_app
from kombu.exceptions import OperationalError
from psycopg.conninfo import make_conninfo

from board.live.news import News

log = logging.getLogger(__name__)

JOINED = 0.3  # seconds in which what happens on a board is one ring
ASLEEP = 5.0  # seconds until it looks whether it is to stop
RETRY_AFTER = 2.0  # seconds
PATIENCE = 60  # seconds for which a ring is worth hearing; the next sweep rings again
DIGEST = "flow.metrics.tasks.digest"
KEEPALIVES = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}


class Bell(Thread):
    """Listens on a connection of its own, and calls `ring` with the id of each changed board."""

    def __init__(self, url: str, ring: Callable[[int], None]):
        super().__init__(name="bell", daemon=True)
        self.is_listening = Event()
        self._url, self._ring = url, ring
        self._is_over = Event()

    def stop(self) -> None:
        self._is_over.set()

    def run(self) -> None:
        while not self._is_over.is_set():
            try:
                self._listen()
            except (psycopg.Error, OSError) as error:
                self.is_listening.clear()
                log.warning("The bell lost the database and tries again: %s", error)
                self._is_over.wait(RETRY_AFTER)

    def _listen(self) -> None:
        address = make_conninfo(self._url, **KEEPALIVES)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("LISTEN board")
            self.is_listening.set()
            while not self._is_over.is_set():
                received = list(connection.notifies(timeout=ASLEEP, stop_after=1))
                if received:
                    received += connection.notifies(timeout=JOINED)
                for board_id in {board for each in received for board in _changed(each.payload)}:
                    self._ring(board_id)


def _changed(payload: str) -> list[int]:
    """The board that has another version now; none for a hint, or for what is not ours."""
    try:
        board_id, news = News.read(payload)
    except ValueError:
        return []
    return [] if news.hints else [board_id]


def ring(board_id: int) -> None:
    """Have a board digested now; without a broker, the next sweep finds it.

    The task is sent by its name: beat, which rings, imports no task.
    """
    try:
        current_app.send_task(
            DIGEST, (board_id,), expires=PATIENCE, retry=False, ignore_result=True
        )
    except (OperationalError, OSError) as error:
        log.warning("Board %s waits for the sweep, the broker does not answer: %s", board_id, error)

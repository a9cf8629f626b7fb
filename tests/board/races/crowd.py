"""Several people who act at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from board.models import Refusal

PATIENCE = 30  # seconds; who waits longer for a lock fails the test instead of hanging it


def at_once(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """What each deed gave, all begun together. A refusal is an answer; any other error is raised."""
    start = threading.Barrier(len(deeds), timeout=PATIENCE)

    def act(deed: Callable[[], object]) -> object:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = '{PATIENCE}s'")
            start.wait()
            return patiently(deed)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(act, deeds))


def patiently(deed: Callable[[], object]) -> object:
    """Do it again where the queue for the board was too long, as a client does after a 503.

    A deed of several changes asks for it at each, or it would do the first ones twice.
    """
    while True:
        try:
            return deed()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise


def refused(answers: Sequence[object]) -> list[Refusal]:
    return [answer for answer in answers if isinstance(answer, Refusal)]


def carried_out(answers: Sequence[object]) -> list[object]:
    return [answer for answer in answers if not isinstance(answer, Refusal)]

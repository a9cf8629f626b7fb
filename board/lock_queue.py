"""How long the requests of one process wait for boards that somebody else holds.

A process answers with a few threads. Without a bound, the moves that wait for one held board would
take all of them, and nobody could look at another board.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from psycopg.errors import LockNotAvailable

LONG, SHORT, BARELY = 2000, 300, 20  # milliseconds


class LockQueue:
    """One request at a time waits long. The others wait shortly for a board, and barely for one
    that nobody has got since a wait for it was in vain."""

    def __init__(self) -> None:
        self.is_bounded = False
        self._one_waits_long = threading.Lock()
        self._stuck: set[int] = set()

    def bound(self) -> None:
        """From now on nobody waits for ever: for a process that people wait for."""
        self.is_bounded = True

    @contextmanager
    def patience(self, board_id: int) -> Iterator[int]:
        """For how many milliseconds the lock may be waited for in the block."""
        waits_long = self._one_waits_long.acquire(blocking=False)
        shortly = BARELY if board_id in self._stuck else SHORT
        try:
            yield LONG if waits_long else shortly
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                self._stuck.add(board_id)
            raise
        else:
            self._stuck.discard(board_id)
        finally:
            if waits_long:
                self._one_waits_long.release()


lock_queue = LockQueue()

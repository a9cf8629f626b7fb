"""The rows of a log, in whatever order they come: PostgreSQL puts them in the order of each card."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.db import connection

from board.sql.copy import copy_rows

TYPES = {  # of an entry, in its order
    "external_id": "text",
    "column_id": "bigint",
    "entered_at": "timestamp with time zone",
    "title": "text",
    "description": "text",
    "came_from": "bigint",
    "nth": "bigint",
}
TABLE = f"CREATE TEMPORARY TABLE log_entry ({', '.join(map(' '.join, TYPES.items()))})"
# A card whose first row is earlier comes first; in a card, and between cards, ties as they came, or
# from below where the log falls.
IN_ORDER = """
    SELECT external_id, column_id, entered_at, title, description, came_from, nth
    FROM (
        SELECT *,
            first_value(entered_at) OVER way AS created_at,
            first_value(nth) OVER way AS first
        FROM log_entry
        WINDOW way AS (PARTITION BY external_id COLLATE "C" ORDER BY entered_at, nth {down})
    ) AS entry
    ORDER BY created_at, first {down}, entered_at, nth {down}
"""
ROWS = 5_000  # read by one statement


class Entry(NamedTuple):
    """A row of a log: the card with this id in another tool came into this column then.

    A column below 0 is a place that is none of the board. `came_from` is where the card was, 0 if
    the log does not say.
    """

    external_id: str
    column_id: int
    entered_at: datetime
    title: str = ""
    description: str = ""
    came_from: int = 0
    line: int = 0  # of the log; later rows have greater ones


class Direction:
    """Whether rows that follow each other rise or fall in time; those of one card say it first."""

    def __init__(self) -> None:
        self._of_cards = self._of_all = 0  # how many more rise than fall

    def rows(self, entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
        """The entries as `TYPES` has them."""
        last_card, last = "", None
        for nth, entry in enumerate(entries, start=1):
            card, at = entry.external_id, entry.entered_at
            if last is not None and at != last:
                step = 1 if at > last else -1
                self._of_all += step
                if card == last_card:
                    self._of_cards += step
            last_card, last = card, at
            yield entry if entry.line else entry._replace(line=nth)

    @property
    def falls(self) -> bool:
        """Newest first; as long as nothing says so, the log rises."""
        return (self._of_cards or self._of_all) < 0


@contextmanager
def in_order(entries: Iterable[Entry]) -> Iterator[tuple[Iterator[Entry], bool]]:
    """These entries card by card, the earliest card first, each card's by time; and whether they fall.

    They are never in memory together. Needs a transaction; who yields them must not ask the
    database, which listens to nothing else meanwhile.
    """
    direction = Direction()
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        copy_rows("log_entry", TYPES, direction.rows(entries))
        falls = direction.falls
        with connection.connection.cursor("log_entry", binary=True) as reading:
            reading.execute(IN_ORDER.format(down="DESC" if falls else ""))
            batches = iter(lambda: reading.fetchmany(ROWS), [])
            yield map(Entry._make, chain.from_iterable(batches)), falls
        cursor.execute("DROP TABLE log_entry")

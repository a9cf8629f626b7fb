"""The rows of a log, in any order: PostgreSQL sorts them by card and time."""

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
# The card with the earliest row comes first. Ties, in a card and between cards, stay as they came, or
# are reversed where the log falls in time.
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

    A column below 0 is a place outside the board. `came_from` is the place before, 0 if the log
    does not name it.
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
        """Return the entries as rows of `TYPES`."""
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
        """Whether the log is newest first; without a sign of that, it rises."""
        return (self._of_cards or self._of_all) < 0


@contextmanager
def in_order(entries: Iterable[Entry]) -> Iterator[tuple[Iterator[Entry], bool]]:
    """Return the entries card by card, the earliest card first, each by time; and whether they fall.

    They are never in memory together. Needs a transaction; the caller must not query the database
    while it yields entries, since the connection is busy with the copy.
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

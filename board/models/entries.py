"""The rows of a log, in whatever order they come: PostgreSQL puts them in the order of each card."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from board.models.copying import copy_rows

TYPES = {
    "nth": "bigint",
    "external_id": "text",
    "column_id": "bigint",
    "entered_at": "timestamp with time zone",
    "title": "text",
    "description": "text",
}
TABLE = f"CREATE TEMPORARY TABLE log_entry ({', '.join(map(' '.join, TYPES.items()))})"
# A card whose first row is earlier comes first; in a card, and between cards, ties as they came.
IN_ORDER = """
    SELECT external_id, column_id, entered_at, title, description
    FROM (
        SELECT *,
            first_value(entered_at) OVER way AS created_at,
            first_value(nth) OVER way AS first
        FROM log_entry
        WINDOW way AS (PARTITION BY external_id COLLATE "C" ORDER BY entered_at, nth)
    ) AS entry
    ORDER BY created_at, first, entered_at, nth
"""
ROWS = 5_000  # read by one statement


class Entry(NamedTuple):
    """A row of a log: the card with this id in another tool came into this column then."""

    external_id: str
    column_id: int
    entered_at: datetime
    title: str = ""
    description: str = ""


@contextmanager
def in_order(entries: Iterable[Entry]) -> Iterator[Iterator[Entry]]:
    """These entries card by card, the earliest card first, each card's by time.

    They are never in memory together. Needs a transaction; who yields them must not ask the
    database, which listens to nothing else meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        rows = ((nth, *entry) for nth, entry in enumerate(entries))
        copy_rows("log_entry", TYPES, rows)
        with connection.connection.cursor("log_entry", binary=True) as reading:
            reading.itersize = ROWS
            reading.execute(IN_ORDER)
            yield map(Entry._make, reading)
        cursor.execute("DROP TABLE log_entry")

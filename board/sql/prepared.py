"""A cursor for the hot path: PostgreSQL plans each of its statements once for a connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from psycopg.pq import Format


class Prepared(psycopg.Cursor[Any]):
    """Values are bound on the server, so a statement is the same text however often it is sent.

    Without the option `prepare_threshold` of the database, behind a pooler that gives a
    connection to many, nothing is prepared and all goes on as before.
    """

    def execute(self, query, params=None, **options):
        return super().execute(query, params, prepare=True, **options)


@contextmanager
def prepared(answers: Format = Format.TEXT) -> Iterator[CursorWrapper]:
    """Django's own cursor in all else; where statements are logged, people can read the values.

    Answers in the binary format take a third of the time to read, above all moments.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged:
        with database.cursor() as logged:
            yield logged
        return
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    cursor = Prepared(database.connection)
    cursor.format = answers
    with CursorWrapper(cursor, database) as wrapped:
        yield wrapped

"""The demo board, made once in an hour of a run.

Its ninety days are thousands of verbs, which take a core ten seconds. The rows that they wrote are kept;
the other tests of the run, in each worker, copy them into their database. Each test changes its own.
"""

import fcntl
import os
import pickle
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from board.display.page import once
from board.models import Board
from board.models.limit import totals
from board.sql import compiled
from tests.empty_database import KEPT

Rows = dict[str, bytes]  # of each table that has any

# Of the tables with a sequence: it goes on behind what is there, and never back.
SEQUENCES = """
    SELECT format('SELECT setval(%%L, greatest(nextval(%%L), (SELECT max(%%I) FROM %%I)))',
                  name, name, attname, relname)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid,
         pg_get_serial_sequence(quote_ident(relname), attname) name
    WHERE relname = ANY(%s) AND attnum > 0 AND name IS NOT NULL
"""


@pytest.fixture(scope="session")
def kept_demo(tmp_path_factory) -> Path:
    """The folder in which the workers of this run keep the rows of the demo."""
    folder = tmp_path_factory.getbasetemp()
    is_one_of_many = "PYTEST_XDIST_WORKER" in os.environ
    return folder.parent if is_one_of_many else folder


@pytest.fixture
def demo(db, kept_demo) -> Board:
    """The demo board in an empty database."""
    hour = f"{timezone.now():%Y-%m-%dT%H}"  # it ends today, and a day may have begun since
    with (kept_demo / f"demo-{hour}").open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # one worker tells it, and the others wait
        file.seek(0)
        if rows := file.read():
            _put_back(pickle.loads(rows))
        else:
            call_command("demo", verbosity=0)
            file.write(pickle.dumps(_rows()))
    return Board.objects.get(key="SLU")


def _rows() -> Rows:
    tables = {*connection.introspection.django_table_names(only_existing=True)} - KEPT
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = b"".join(copy)
    return {table: lines for table, lines in rows.items() if lines}


def _put_back(rows: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, lines in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(lines)
        cursor.execute(SEQUENCES, [[*rows]])
        for (forward,) in cursor.fetchall():
            cursor.execute(forward)
    _forget()


def _forget() -> None:
    """Forget what this process knows of the rows of an earlier test, which had the same ids."""
    cache.clear()
    for memory in (compiled._answers, totals._known):
        memory.forget()
    with once._lock:
        once._drawings.clear()

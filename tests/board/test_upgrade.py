"""An upgrade on a large table lets the last release go on reading and writing meanwhile."""

from contextlib import closing
from threading import Event, Thread

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg.conninfo import make_conninfo

CARDS = 100_000
BEFORE = [("board", "0020_the_log_tells_of_new_names")]  # scenarios, splits and the batch rule
LONGEST = "2s"  # what a request waits for a lock before it is answered 503
FILL = """
WITH board AS (
    INSERT INTO board_board (key, name, time_zone, version, made_at, days_off, holidays_of,
        sle_is_automatic, sle_percent, shape_version)
    VALUES ('SLU', 'Harbour', 'UTC', 1, now(), '{}', '', true, 85, 1) RETURNING id),
queue AS (
    INSERT INTO board_column (board_id, name, stage, position, "group", policy, pace_is_automatic)
    SELECT id, 'Ideas', 'queue', 1, '', '', true FROM board RETURNING id, board_id),
lane AS (
    INSERT INTO board_lane (board_id, name, position) SELECT id, 'All', 1 FROM board RETURNING id),
treated AS (
    INSERT INTO board_serviceclass (board_id, kind, name, position, apart_from_limits)
    SELECT id, 'standard', 'Standard', 1, false FROM board RETURNING id)
INSERT INTO board_card (board_id, column_id, lane_id, service_class_id, number, title, description,
    rank, version, created_at, arrived_at, external_id)
SELECT queue.board_id, queue.id, lane.id, treated.id, n, 'Card ' || n, '', lpad(n::text, 8, '0'), 1,
    now(), now(), ''
FROM queue, lane, treated, generate_series(1, %s) n
"""


@pytest.fixture
def old_database(django_db_setup, django_db_blocker):
    """A database of the release before, in which a table has 100,000 cards."""
    name = f"{settings.DATABASES['default']['NAME']}_before"
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
        connections.databases["before"] = connection.settings_dict | {"NAME": name}
        before = connections["before"]
        yield before
        before.close()
        del connections.databases["before"], connections["before"]
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_100_000_cards_are_read_and_written_while_the_database_is_upgraded(old_database):
    last_release = MigrationExecutor(old_database)
    last_release.loader = MigrationLoader(old_database, replace_migrations=False)  # step by step
    last_release.migrate(BEFORE)
    with old_database.cursor() as cursor:
        cursor.execute(FILL, [CARDS])
    done, asked, refused = Event(), [], []
    where = make_conninfo(settings.LISTEN_URL, dbname=old_database.settings_dict["NAME"])

    def go_on():
        with closing(psycopg.connect(where, autocommit=True)) as people:
            people.execute(f"SET lock_timeout = '{LONGEST}'")
            while not done.is_set():
                number = len(asked) % CARDS + 1
                try:
                    people.execute(
                        "UPDATE board_card SET title = 'Said' WHERE number = %s", [number]
                    )
                    people.execute(
                        "SELECT count(*) FROM board_card JOIN board_board ON board_id = board_board.id"
                    )
                    asked.append(number)
                except psycopg.errors.LockNotAvailable as error:
                    refused.append(error)

    others = Thread(target=go_on)
    others.start()
    executor = MigrationExecutor(old_database)
    executor.migrate(executor.loader.graph.leaf_nodes())
    done.set()
    others.join()
    assert refused == []
    assert asked, "somebody asked meanwhile"

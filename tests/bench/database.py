"""A database of the bench's own on this checkout's PostgreSQL, made anew and removed afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from tests import services

NAME = "sluice_bench"
LAST = "gw6"  # the worker of the tests that there is least often: its cache is the bench's
FIRST_CARD, FIRST_BOARD = 1_000_000, 1_000  # ids that are not mistaken for one another


def set_up() -> None:
    """Point Django at the bench's database, before any model is imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    settings.DATABASES["default"]["NAME"] = NAME
    settings.CACHE_URL = services.apart(settings.CACHE_URL, LAST, 1)  # it is emptied now and then
    settings.CACHES["default"]["LOCATION"] = settings.CACHE_URL
    django.setup()


@contextmanager
def own_database() -> Iterator[str]:
    """Its URL."""
    server = settings.DATABASE_URL
    _administer(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _administer(server, "CREATE DATABASE {}")
    try:
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SEQUENCE board_card_id_seq RESTART {FIRST_CARD}")
            cursor.execute(f"ALTER SEQUENCE board_board_id_seq RESTART {FIRST_BOARD}")
        yield urlsplit(server)._replace(path=f"/{NAME}").geturl()
    finally:
        connection.close()
        _administer(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def freshen() -> None:
    """What a quiet night does to a database, so that each measure starts from the same."""
    connection.close()  # not inside of a transaction
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(SQL(statement).format(Identifier(NAME)))

"""How the database is emptied after a test that commits.

Django's own way truncates each table, which makes new files for all of them and their indexes, and
then writes all content types and permissions again: about a second a test. Nearly all tests leave a
few rows, and these are deleted in milliseconds.
"""

from django.db import connections, transaction
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # what the migrations wrote
LARGE = 4_000_000  # bytes; dead rows beyond it would cost the later tests more than new files


def empty(connection) -> None:
    """Remove all rows; transactions that still write are waited for, as a TRUNCATE does."""
    tables = [
        connection.ops.quote_name(table)
        for table in connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        if table not in KEPT
    ]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(
            "SELECT max(pg_relation_size(name::regclass)) FROM unnest(%s::text[]) name", [tables]
        )
        if cursor.fetchone()[0] > LARGE:
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
        else:
            cursor.execute(";".join(f"DELETE FROM {table}" for table in tables))


def empty_quickly() -> None:
    """Let every test that commits end by `empty`."""

    def teardown(self) -> None:
        for alias in self._databases_names(include_mirrors=False):
            empty(connections[alias])

    TransactionTestCase._fixture_teardown = teardown

"""Many rows of the board at once, as PostgreSQL sends them: a rebuild reads all of its history."""

from collections.abc import Collection
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Func, QuerySet, Value

IDS = ArrayField(models.BigIntegerField())


def rows(question: "QuerySet[Any, Any]") -> list[tuple[Any, ...]]:
    """The rows of a question that asks for values.

    They come in PostgreSQL's own format, which psycopg reads ten times as fast as text and Django's
    conversions, and planned once for a connection. Where statements are logged, that is done as usual.
    """
    statement, values = question.query.sql_with_params()
    if connection.queries_logged:
        return list(question)
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True, binary=True)
        return cursor.fetchall()


def among(field: str, ids: Collection[int]) -> Func:
    """For a filter: the field is one of these, which are one value however many they are."""
    return Func(
        F(field),
        Value(list(ids), IDS),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )

"""Many rows of the board at once, as PostgreSQL sends them: a rebuild reads all of its history."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Func, QuerySet, Value

IDS = ArrayField(models.BigIntegerField())
THE_CARDS = [-1]  # stands for the ids until they come; nothing has this one


def rows(question: "QuerySet[Any, Any]") -> list[tuple[Any, ...]]:
    """The rows of a question that asks for values.

    They come in PostgreSQL's own format, which psycopg reads ten times as fast as text and Django's
    conversions, and planned once for a connection. Where statements are logged, that is done as usual.
    """
    if connection.queries_logged:
        return list(question)
    return _ask(*question.query.sql_with_params())


class OfCards:
    """A question for values about some cards, made by a function that takes their ids.

    Its SQL is written once, as `board.sql.compiled` does it for the board: Django takes longer
    to write it than PostgreSQL takes to answer it for one card.
    """

    def __init__(self, build: "Callable[[Collection[int]], QuerySet[Any, Any]]") -> None:
        self._build = build

    def rows(self, cards: Collection[int]) -> list[tuple[Any, ...]]:
        if connection.queries_logged:
            return list(self._build(cards))
        statement, values = self._written
        return _ask(statement, [list(cards) if value == THE_CARDS else value for value in values])

    @cached_property
    def _written(self) -> tuple[str, Sequence[Any]]:
        return self._build(THE_CARDS).query.sql_with_params()


def _ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
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

"""Questions of the hot path, written in SQL once.

Django takes longer to write the SQL of such a question than PostgreSQL takes to answer it, and it
is the same SQL each time but for a few ids. So the queryset that says it is compiled once in a
process, and only the ids are filled in afterwards.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain, count
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

Value = int | Collection[int]
Written = tuple[QuerySet[Any, Any], str, Sequence[Any]]

HOLE = 2_000_000_000  # ids from here on stand for the values to come; no other number is as large


class Compiled(Generic[Row]):
    """A queryset made from ids, and from collections of ids, by a function without conditions."""

    def __init__(self, build: "Callable[..., QuerySet[Row, Any]]"):
        self._build = build
        self._write = lru_cache(64)(self._compile)

    def objects(self, *values: Value) -> list[Row]:
        """The objects, with what the queryset annotates; a foreign key is not followed yet."""
        with suppress(EmptyResultSet):  # a collection is empty: there is nothing to ask
            queryset, sql, parameters = self._filled(values)
            return list(queryset.model._default_manager.raw(sql, parameters))
        return []

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """What a queryset of `values_list()` says, as the database says it."""
        with suppress(EmptyResultSet):
            _, sql, parameters = self._filled(values)
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall()
        return []

    def _filled(self, values: tuple[Value, ...]) -> Written:
        sizes = tuple(None if isinstance(value, int) else len(value) for value in values)
        queryset, sql, parameters = self._write(sizes)
        ids = list(chain.from_iterable([v] if isinstance(v, int) else v for v in values))
        filled = [ids[p - HOLE] if isinstance(p, int) and p >= HOLE else p for p in parameters]
        return queryset, sql, filled

    def _compile(self, sizes: tuple[int | None, ...]) -> Written:
        holes = count(HOLE)
        queryset = self._build(
            *(next(holes) if n is None else [next(holes) for _ in range(n)] for n in sizes)
        )
        return queryset, *queryset.query.sql_with_params()

"""Questions of the hot path, written in SQL once.

Django takes longer to write the SQL of such a question than PostgreSQL takes to answer it, and it
is the same SQL each time but for a few values. So the queryset that says it is compiled once in a
process, and only the values are filled in afterwards.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import chain, count
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

Value = int | str | Collection[int]

NUMBER, TEXT = 2_000_000_000, "the text to come, "  # what stands for a value until it comes


class Written(NamedTuple):
    """A question in SQL, and what turns what it annotates into what Django makes of it."""

    sql: str
    parameters: Sequence[Any]
    model: type[Model]
    conversions: Sequence[tuple[str, Callable[[Any], Any]]]


class Compiled(Generic[Row]):
    """A queryset made by a function without conditions from ids, texts and collections of ids."""

    def __init__(self, build: "Callable[..., QuerySet[Row, Any]]"):
        self._build = build
        self._write = lru_cache(64)(self._compile)

    def objects(self, *values: Value) -> list[Row]:
        """The objects, with what the queryset annotates; a foreign key is not followed yet."""
        with suppress(EmptyResultSet):  # a collection is empty: there is nothing to ask
            written, parameters = self._filled(values)
            found: list[Any] = list(written.model._default_manager.raw(written.sql, parameters))
            for name, convert in written.conversions:
                for each in found:
                    setattr(each, name, convert(getattr(each, name)))
            return found
        return []

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """What a queryset of `values_list()` says, as the database says it."""
        with suppress(EmptyResultSet):
            written, parameters = self._filled(values)
            with connection.cursor() as cursor:
                cursor.execute(written.sql, parameters)
                return cursor.fetchall()
        return []

    def _filled(self, values: tuple[Value, ...]) -> tuple[Written, list[Any]]:
        written = self._write(tuple(map(_shape, values)))
        flat = list(chain.from_iterable([v] if isinstance(v, int | str) else v for v in values))
        places = map(_place, written.parameters)
        return written, [
            parameter if place is None else flat[place]
            for parameter, place in zip(written.parameters, places, strict=True)
        ]

    def _compile(self, shapes: tuple[int | str, ...]) -> Written:
        places = count()
        queryset = self._build(*(_standing_for(shape, places) for shape in shapes))
        sql, parameters = queryset.query.sql_with_params()
        conversions = [
            (name, partial(convert, expression=expression, connection=connection))
            for name, expression in queryset.query.annotation_select.items()
            for convert in expression.get_db_converters(connection)
        ]
        return Written(sql, parameters, queryset.model, conversions)


def _shape(value: Value) -> int | str:
    """By what it is compiled: the type of a single value, or how many ids there are."""
    return type(value).__name__ if isinstance(value, int | str) else len(value)


def _standing_for(shape: int | str, places: Iterator[int]) -> Value:
    """A value of this shape that tells its place."""
    if isinstance(shape, int):
        return [NUMBER + next(places) for _ in range(shape)]
    return NUMBER + next(places) if shape == "int" else f"{TEXT}{next(places)}"


def _place(parameter: Any) -> int | None:
    """Which value this parameter stands for; None if it is what it is."""
    if isinstance(parameter, int) and parameter >= NUMBER:
        return parameter - NUMBER
    if isinstance(parameter, str) and parameter.startswith(TEXT):
        return int(parameter.removeprefix(TEXT))
    return None

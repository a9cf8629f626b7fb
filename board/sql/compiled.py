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
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import JSONField, Model, QuerySet
from psycopg.pq import Format
from psycopg.types.numeric import Int8

from board.models.memory import Memory
from board.sql.prepared import prepared

Row = TypeVar("Row", bound=Model)

Value = int | str | Collection[int]

LARGEST = 2**63 - 1
NUMBER, TEXT = 2_000_000_000, "the text to come, "  # what stands for a value until it comes


REMEMBERED = 5000  # answers in a process

_answers = Memory[list[tuple[Any, ...]]](REMEMBERED)


class ModelColumns(NamedTuple):
    """The columns of one model in an answer, with where they begin."""

    name: str  # of the foreign key that leads to it; none for the model that was asked for
    model: type[Model]
    fields: list[str]
    begin: int


class Written(NamedTuple):
    """A question in SQL, what it answers, and what turns that into what Django makes of it."""

    sql: str
    parameters: Sequence[Any]
    parts: list[ModelColumns]
    annotations: list[tuple[str, int]]
    conversions: Sequence[tuple[int, Callable[[Any], Any]]]
    format: Format


class Compiled(Generic[Row]):
    """A queryset made by a function without conditions from ids, texts and collections of ids."""

    def __init__(self, build: "Callable[..., QuerySet[Row, Any]]"):
        self._build = build
        self._write = lru_cache(64)(self._compile)

    def objects(self, *values: Value) -> list[Row]:
        """The objects, with what the queryset annotates and `select_related` follows (one step)."""
        with suppress(EmptyResultSet):  # a collection is empty: there is nothing to ask
            written, parameters = self._filled(values)
            return [_object(written, row) for row in _ask(written, parameters)]
        return []

    def objects_of(self, version: int, *values: Value) -> list[Row]:
        """The same, asked once for each version of what they belong to; the objects are new ones."""
        key = (self, version, values)
        rows = _answers.recall(key)
        if rows is None:
            rows = self.rows(*values)
            _answers.keep(key, rows)
        return [_object(self._filled(values)[0], row) for row in rows]

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows of a queryset of `values_list()`, as the database returns them."""
        with suppress(EmptyResultSet):
            written, parameters = self._filled(values)
            return _ask(written, parameters)
        return []

    def _filled(self, values: tuple[Value, ...]) -> tuple[Written, list[Any]]:
        written = self._write(tuple(map(_shape, values)))
        if written is None:
            raise EmptyResultSet
        flat = list(chain.from_iterable([v] if isinstance(v, int | str) else v for v in values))
        flat = [_id(value) if isinstance(value, int) else value for value in flat]
        places = map(_place, written.parameters)
        return written, [
            parameter if place is None else flat[place]
            for parameter, place in zip(written.parameters, places, strict=True)
        ]

    def _compile(self, shapes: tuple[int | str, ...]) -> Written | None:
        """The question for values of these shapes; None if an empty collection leaves no answer.

        That is remembered too: it takes Django as long to find out as to write the SQL.
        """
        places = count()
        queryset = self._build(*(_standing_for(shape, places) for shape in shapes))
        try:
            sql, parameters = queryset.query.sql_with_params()
        except EmptyResultSet:
            return None
        return _written(sql, parameters, queryset)


def _written(sql: str, parameters: Sequence[Any], queryset: QuerySet[Any, Any]) -> Written:
    """Django writes the fields of the model first, then annotations, then what is followed."""
    query, meta = queryset.query, queryset.model._meta
    expressions = [*meta.concrete_fields, *query.annotation_select.values()]
    annotations = list(enumerate(query.annotation_select, start=len(meta.concrete_fields)))
    parts = [_part("", queryset.model, 0)]
    for name in query.select_related if isinstance(query.select_related, dict) else ():
        followed = meta.get_field(name).related_model
        parts.append(_part(name, followed, len(expressions)))
        expressions += followed._meta.concrete_fields
    conversions = [
        (place, partial(convert, expression=expression, connection=connection))
        for place, expression in enumerate(expressions)
        for convert in expression.get_db_converters(connection)
    ]
    return Written(
        *(sql, parameters, parts, [(n, p) for p, n in annotations], conversions),
        format=Format.TEXT if any(map(_is_json, expressions)) else Format.BINARY,
    )


def _is_json(expression: Any) -> bool:
    """Whether it answers with JSON, which Django reads in text."""
    field = getattr(expression, "output_field", expression)
    return isinstance(getattr(field, "base_field", field), JSONField)


def _part(name: str, model: type[Model], begin: int) -> ModelColumns:
    return ModelColumns(
        name, model, [field.attname for field in model._meta.concrete_fields], begin
    )


def _ask(written: Written, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with prepared(written.format) as cursor:
        cursor.execute(written.sql, parameters)
        return cursor.fetchall()


def _object(written: Written, row: tuple[Any, ...]) -> Any:
    answers = list(row)
    for place, convert in written.conversions:
        answers[place] = convert(answers[place])
    first, *followed = (
        part.model.from_db(
            DEFAULT_DB_ALIAS, part.fields, answers[part.begin : part.begin + len(part.fields)]
        )
        for part in written.parts
    )
    for part, other in zip(written.parts[1:], followed, strict=True):
        setattr(first, part.name, other)
    for name, place in written.annotations:
        setattr(first, name, answers[place])
    return first


def _id(number: int) -> Int8:
    """One type for all, so that it is one plan; nothing has a number that is larger."""
    if abs(number) > LARGEST:
        raise EmptyResultSet
    return Int8(number)


def _shape(value: Value) -> int | str:
    """By what it is compiled: the type of a single value, or how many ids there are."""
    return type(value).__name__ if isinstance(value, int | str) else len(value)


def _standing_for(shape: int | str, places: Iterator[int]) -> Value:
    """Return a value of this shape that marks its place."""
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

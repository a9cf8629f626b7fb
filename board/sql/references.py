"""Foreign keys of very many new rows, checked in one statement instead of row by row.

PostgreSQL checks each with a trigger for each row, which takes more time than writing it. Dropping a
constraint or disabling its trigger would lock the table for all boards. A role that may set
`session_replication_role` (a superuser, or after `GRANT SET ON PARAMETER`) can leave the triggers out
for its own transaction, which no other sees; for any other role they run as ever.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import LiteralString

from django.db import IntegrityError, connection, models
from psycopg.sql import SQL, Composed, Identifier

LOST = """
    SELECT {name}, count(*) FROM {table} AS new
    WHERE {new} AND {column} IS NOT NULL
        AND NOT EXISTS (SELECT FROM {other} AS other WHERE other.id = new.{column})
    HAVING count(*) > 0
"""
MAY_SET = "SELECT has_parameter_privilege('session_replication_role', 'SET')"


@contextmanager
def checked_once(
    rows: Sequence[tuple[type[models.Model], LiteralString]],
    *held: models.Model,
    board: int,
) -> Iterator[Callable[[], None]]:
    """Check the references of rows that are written into these tables when the block ends.

    For each table a condition says which of its rows are new, with %(board)s in it. `held` is what
    they refer to, as far as it was there before: nobody deletes it until the transaction ends. What
    it yields is to be called after each batch, so that triggers do not wait by the million.
    Needs a transaction. Raises IntegrityError if a row refers to nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(MAY_SET)
        if cursor.fetchone() != (True,):
            yield connection.check_constraints
            return
        for each in held:
            cursor.execute(_hold(each), [each.pk])
        connection.check_constraints()  # of what was written before
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield lambda: None
        cursor.execute("SET LOCAL session_replication_role = origin")
        lost_rows = (part for each in rows for part in _lost(*each))
        cursor.execute(SQL(" UNION ALL ").join(lost_rows), {"board": board})
        if lost := cursor.fetchall():
            raise IntegrityError(f"new rows refer to nothing: {lost}")


def _hold(thing: models.Model) -> Composed:
    return SQL("SELECT FROM {} WHERE id = %s FOR KEY SHARE").format(
        Identifier(thing._meta.db_table)
    )


def _lost(model: type[models.Model], condition: LiteralString) -> Iterator[Composed]:
    """For each reference of a table: how many of its new rows it leads nowhere for."""
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield SQL(LOST).format(
                name=f"{table}.{field.column}",
                table=Identifier(table),
                new=SQL(condition),
                column=Identifier(str(field.column)),
                other=Identifier(field.related_model._meta.db_table),
            )

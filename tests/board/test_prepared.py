"""PostgreSQL plans the statements of the hot path once for a connection."""

import pytest
from django.db import DatabaseError, connection, transaction

from board.sql.prepared import prepared

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def prepares(db):
    """A fresh connection as it is without a pooler, or as it is behind one."""

    def connect(threshold: int | None):
        connection.close()
        connection.ensure_connection()
        connection.connection.prepare_threshold = threshold

    yield connect
    connection.close()


def planned() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def ask(number: int) -> list[tuple]:
    with prepared() as cursor:
        cursor.execute("SELECT %s::int + 1", [number])
        return cursor.fetchall()


def test_a_statement_is_planned_once_whatever_its_values(prepares):
    prepares(1_000_000)
    assert [ask(number) for number in (1, 2)] == [[(2,)], [(3,)]]
    assert planned() == 1


def test_behind_a_pooler_nothing_is_prepared(prepares):
    prepares(None)
    assert ask(1) == [(2,)]
    assert planned() == 0


def test_a_statement_that_was_rolled_back_can_be_sent_again(prepares):
    prepares(1_000_000)
    with transaction.atomic():
        ask(1)
        transaction.set_rollback(True)
    assert ask(1) == [(2,)]


def test_what_goes_wrong_is_an_error_of_django(prepares):
    prepares(1_000_000)
    with pytest.raises(DatabaseError), prepared() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

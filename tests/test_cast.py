"""What the tests begin with is what the verbs make."""

from datetime import datetime

import pytest
from django.db import connection, transaction

from board.models import Person
from tests.cast import harbour_by_rows, harbour_by_verbs, somebody

SEQUENCES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' ORDER BY 1"


def verbal(name: str) -> Person:
    return Person.objects.create_user(f"{name.lower()}@example.org", name=name)


OF_A_TURN = {"_state", "last_turn", "role"}  # the board by verbs comes from the turn that made it


def seen(value):
    """What can be compared: neither the moment nor the password that nobody has."""
    if isinstance(value, datetime):
        return "a moment"
    return "!" if isinstance(value, str) and value.startswith("!") else value


def rows_of_all_tables() -> dict[str, list[tuple]]:
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f'SELECT * FROM "{table}"')
            tables[table] = sorted(
                (tuple(map(seen, row)) for row in cursor.fetchall()), key=lambda row: row[0]
            )
    return tables


@pytest.fixture
def made(db):
    """What a way to make the cast leaves in the tables and in hand; the ids are the same each time."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        sequences = [name for (name,) in cursor.fetchall()]
        first = {}
        for name in sequences:
            cursor.execute("SELECT nextval(%s)", [name])
            first[name] = cursor.fetchone()[0]

    def make(person, board):
        with transaction.atomic():
            with connection.cursor() as cursor:
                for name, number in first.items():
                    cursor.execute("SELECT setval(%s, %s)", [name, number])
            people = [person(name) for name in ("Ada", "Grace", "Vera")]
            things = [*people, board(*people)]
            left = rows_of_all_tables()
            transaction.set_rollback(True)
        in_hand = [
            {name: seen(value) for name, value in vars(each).items() if name not in OF_A_TURN}
            for each in things
        ]
        return left, in_hand

    return make


def test_the_cast_is_what_the_verbs_make(made):
    by_verbs, by_rows = made(verbal, harbour_by_verbs), made(somebody, harbour_by_rows)
    assert by_rows[0] == by_verbs[0]
    assert len(by_rows[0]["board_event"]) == 3


def test_the_cast_in_hand_is_what_the_verbs_return(made):
    by_verbs, by_rows = made(verbal, harbour_by_verbs), made(somebody, harbour_by_rows)
    assert by_rows[1] == by_verbs[1]

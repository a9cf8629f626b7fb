"""The database, the boards and the people of a trial."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from psycopg.sql import SQL, Identifier

SERVER = os.environ.get("FAULTS_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
NAME = "sluice_faults"
DATABASE_URL = urlsplit(SERVER)._replace(path=f"/{NAME}").geturl()
COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Review", "active"), ("Done", "done")]
LIMITS = {"Build": 4, "Review": 2}
BOARDS, MOVERS, CARDS = 3, 3, 4  # movers of each board, cards of each mover


def set_up(folder: Path) -> None:
    """Let Django here be a production set-up on the database of the trial."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": DATABASE_URL,
        "BROKER_URL": "redis://127.0.0.1:1/0",  # nobody rings from here
        "EMAIL_URL": f"filemail://{folder}",
        "SECRET_KEY": "signs-nothing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "HTTPS": "false",
    }
    make_database()
    django.setup()
    logging.disable(logging.INFO)  # of the mail server that runs in here
    call_command("collectstatic", interactive=False, verbosity=0)


def make_database() -> None:
    administer("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    administer("CREATE DATABASE {}")


def drop_database() -> None:
    administer("ALTER DATABASE {} ALLOW_CONNECTIONS true")
    administer("DROP DATABASE IF EXISTS {} WITH (FORCE)")


def administer(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(SQL(statement).format(Identifier(NAME)))


def end_connections() -> None:
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [NAME]
        )


@dataclass(frozen=True)
class Mover:
    """Somebody who moves cards that nobody else moves, on a board whose limits others fill, too."""

    token: str
    board: str
    cards: dict[int, int]  # where each is, by its number
    columns: list[int]


@dataclass(frozen=True)
class Inviter:
    """A lead who invites people to a board."""

    session: str
    board: str


def people() -> tuple[list[Mover], list[Inviter]]:
    """Boards with cards and limits; those who move there, and those who invite there."""
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    movers, inviters = [], []
    for number in range(BOARDS):
        these, those = _people_of_a_board(number)
        movers += these
        inviters += those
    connection.close()
    return movers, inviters


def _people_of_a_board(number: int) -> tuple[list[Mover], list[Inviter]]:
    from django.test import Client  # noqa: PLC0415

    from board.models import ApiToken, Board, Person, Role  # noqa: PLC0415

    leads = [
        Person.objects.create_user(f"lead-{number}-{each}@example.org", name="Lead")
        for each in range(2)
    ]
    board = Board.make("Harbour", key=f"SLU{number}", by=leads[0], columns=COLUMNS)
    board.add_member(leads[1], Role.LEAD, by=leads[0])
    columns = {each.name: each for each in board.columns.all()}
    movers = []
    for each in range(MOVERS):
        person = Person.objects.create_user(f"mover-{number}-{each}@example.org", name="Mover")
        board.add_member(person, Role.MEMBER, by=leads[0])
        cards = [
            board.create_card("A card", column=columns["Ideas"], by=person) for _ in range(CARDS)
        ]
        places = {card.number: columns["Ideas"].pk for card in cards}
        ids = [column.pk for column in columns.values()]
        movers.append(Mover(ApiToken.issue(person), board.key, places, ids))
    for name, most in LIMITS.items():
        board.limit_column(columns[name], most, by=leads[0])
    inviters = []
    for lead in leads:
        client = Client()
        client.force_login(lead)
        inviters.append(Inviter(client.cookies["sessionid"].value, board.key))
    return movers, inviters

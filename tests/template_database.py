"""The migrated database that each worker of the suite copies.

All migrations together take a core a quarter of a minute; a copy takes a second. The template stays for
the next run, and is made again once the code or what is installed has changed.
"""

import hashlib

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.tree import ROOT, files

LOCK = 2_604_751_893  # any number that nobody else takes
CODE = (
    "board",
    "flow",
    "config",
)  # a permission is made from a model, so not only migrations count


def template() -> str:
    """Its name, when it stands; one worker makes it, and the others wait."""
    name = f"test_{connection.settings_dict['NAME']}_template"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        made_of = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        if made_of != (code(),):
            _make(name, server)
    return name


def code() -> str:
    """A digest of all code that says what a migrated database holds."""
    read = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for folder in CODE:
        for path in files(".py", under=folder):
            read.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return read.hexdigest()


def _make(name: str, server: psycopg.Connection) -> None:
    server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    server.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()  # no database is copied that somebody uses
        connection.settings_dict["NAME"] = usual
    server.execute(f"COMMENT ON DATABASE \"{name}\" IS '{code()}'")

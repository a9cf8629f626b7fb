"""Databases other than the one of Sluice, and PostgreSQL's own programs to copy them."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import copyfileobj
from typing import IO, Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from config.backup.errors import BackupRefused
from local.embedded.postgres import DATABASE, programs

NAME = DATABASE  # the one that Sluice works on
RESTORED, REPLACED = f"{NAME}_restored", f"{NAME}_replaced"
PATIENCE = 5  # seconds, as PostgreSQL itself waits before it refuses to rename a database


def dump_into(stream: IO[bytes]) -> None:
    """Write the database as it is at this moment, also while it is changed."""
    command = [
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--dbname={_to(NAME)}",
    ]
    with _running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        copyfileobj(process.stdout, stream)


def fill_restored(stream: IO[bytes]) -> None:
    """Make a new database from a dump, all or nothing."""
    drop(RESTORED)
    _administer("CREATE DATABASE {} TEMPLATE template0", RESTORED)
    command = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner"]
    with _running([*command, f"--dbname={_to(RESTORED)}"], stdin=subprocess.PIPE) as process:
        assert process.stdin
        with suppress(BrokenPipeError), process.stdin:  # it says itself why it has ended
            copyfileobj(stream, process.stdin)


def migrate_restored() -> None:
    """Bring the new database to what this Sluice knows."""
    connections.close_all()
    connection.settings_dict["NAME"] = RESTORED
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = NAME


def drop(name: str) -> None:
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def has(name: str) -> bool:
    with psycopg.connect(_to("postgres"), autocommit=True) as administration:
        rows = administration.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return rows.fetchone() is not None


def is_in_use() -> bool:
    """Whether anybody else stays connected to the database that Sluice works on.

    A connection is still listed for a moment after it was closed, the one just closed here too.
    """
    connections.close_all()
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(_to("postgres"), autocommit=True) as administration:
        while _has_clients(administration):
            if time.monotonic() > deadline:
                return True
            time.sleep(0.05)
    return False


def _has_clients(administration: psycopg.Connection) -> bool:
    rows = administration.execute(
        "SELECT FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
        [NAME],
    )
    return rows.fetchone() is not None


@contextmanager
def changing_places() -> Iterator[None]:
    """The new database takes the place of the old, unless the block fails."""
    connections.close_all()
    try:
        with psycopg.connect(_to("postgres")) as administration:
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            administration.execute(rename.format(Identifier(NAME), Identifier(REPLACED)))
            administration.execute(rename.format(Identifier(RESTORED), Identifier(NAME)))
            yield
    except psycopg.errors.ObjectInUse:
        raise BackupRefused("Somebody has begun to use Sluice; nothing was changed.") from None


@contextmanager
def _running(command: list[str], **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of PostgreSQL's programs; raise BackupRefused with its complaint."""
    program = str(programs() / command[0])
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen([program, *command[1:]], stderr=complaints, **pipes)
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
        if code:
            complaints.seek(0)
            complaint = complaints.read().decode(errors="replace").strip()
            raise BackupRefused(f"PostgreSQL's {command[0]} failed: {complaint}")


def _administer(statement: str, name: str) -> None:
    with psycopg.connect(_to("postgres"), autocommit=True) as administration:
        administration.execute(SQL(statement).format(Identifier(name)))


def _to(name: str) -> str:
    return make_conninfo(settings.DATABASE_URL, dbname=name)

"""A long history: its log is imported as a person would, and flow counts it."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from board.models import Board, Person
from tests.bench import log, server

# A small process between, since what a process used at its peak includes what its parent does.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
BLOCK = 2**16  # bytes that are sent at once
REASONS = ["no key", "no crane", "no answer"]
BLOCKS = """
    INSERT INTO board_block (card_id, reason, blocked_at, blocked_by_id, unblocked_at)
    SELECT card_id, (%(reasons)s::text[])[1 + stay.id %% 3], entered_at, NULL,
        entered_at + make_interval(secs => floor(extract(epoch FROM left_at - entered_at) / 2))
    FROM board_stay AS stay JOIN board_column ON board_column.id = column_id
    WHERE board_id = %(board)s AND name = 'Build' AND left_at IS NOT NULL AND stay.id %% 10 = 0
"""


@dataclass(frozen=True)
class Taken:
    """A log that became a board: how many rows it had, how long that took and how much memory.

    `bare` is how long a COPY of the same rows takes into a table without keys and indexes.
    """

    board: Board
    rows: int
    seconds: float
    megabytes: int
    bare: float

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds

    @property
    def times_bare(self) -> float:
        return self.seconds / self.bare


def take_in(url: str, lead: Person, key: str, cards: int) -> Taken:
    """Import the log of so many cards, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        rows = log.write_log(path, cards, datetime.now(UTC))
        began = time.perf_counter()
        kilobytes = subprocess.run(
            [sys.executable, "-c", MEASURED, *_command(path, key, lead)],
            cwd=settings.BASE_DIR,
            env=server.environment(url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        seconds = time.perf_counter() - began
        bare = min(_bare_copy(path) for _try in range(3))
    return Taken(Board.objects.get(key=key), rows, seconds, int(kilobytes) // 1024, bare)


def _bare_copy(path: Path) -> float:
    """How many seconds PostgreSQL takes for the rows alone."""
    with transaction.atomic(), connection.cursor() as cursor, path.open("rb") as file:
        cursor.execute("CREATE TABLE bare (card text, activity text, at timestamptz)")
        began = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT CSV, HEADER)") as copy:
            while block := file.read(BLOCK):
                copy.write(block)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def block_some(board: Board) -> None:
    """Let a tenth of the stays in Build have begun blocked, for half of their time.

    A log does not tell of blocks, and the verbs tell of the present; so this goes round them.
    """
    with connection.cursor() as cursor:
        cursor.execute(BLOCKS, {"board": board.pk, "reasons": REASONS})


def _command(path: Path, key: str, lead: Person) -> list[str]:
    columns = [
        word for name, stage in log.COLUMNS.items() for word in ("--column", f"{name}:{stage}")
    ]
    fields = ["--card-field", "case_id", "--time-field", "timestamp", "--column-field", "activity"]
    where = ["--board", key, "--new", f"History {key}", "--time-zone", "Europe/Brussels"]
    said = [*where, *columns, *fields, "--owner", lead.email]
    return [sys.executable, "manage.py", "import_events", *said, str(path)]

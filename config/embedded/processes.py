"""What the two servers need to know of processes and their logs."""

from __future__ import annotations

from pathlib import Path


def tail(log: Path, lines: int = 5) -> str:
    """The last lines of a log, to be shown in a sentence."""
    try:
        return " / ".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return str(error)

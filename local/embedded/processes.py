"""Server processes: launched to stay, found by their pid file with care, ended with patience.

A pid file may be older than its process: the number may be another program's by now, which is
neither a server of ours nor ours to end.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil


def launch(command: Sequence[str], *, log: Path, **how: Any) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one and gets no signals of its terminal."""
    options: dict[str, Any] = {"cwd": "/"} | how
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **options,
        )


def leave_running(process: subprocess.Popen[bytes]) -> None:
    """Let a launched process run on after this one; else Python warns at the end that it still runs."""
    process.returncode = 0


def remembered(*pid_files: Path, marked: str) -> psutil.Process | None:
    """The process that one of the files names, if that is a server with this mark in its command."""
    for pid_file in pid_files:
        with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(pid_file.read_text().split()[0]))
            if any(marked in word for word in process.cmdline()):
                return process
    return None


def end(process: psutil.Process, *signals: signal.Signals, patience: float) -> None:
    """Ask the process to end by each signal in turn, and kill it if none helps."""
    for number in (*signals, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if has_ended(process):
                return
            time.sleep(0.02)


def tail(log: Path, lines: int = 5) -> str:
    """The last lines of a log, to be shown in a sentence."""
    try:
        return " / ".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return str(error)


def has_ended(process: psutil.Process) -> bool:
    """Whether it is gone, or only waits for its parent to notice."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

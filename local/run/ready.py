"""The process that prepares a run, as the run sees it, and what it leaves.

The run waits for as long as Sluice is used, and is forked for each process of the Procfile. So it does
not import Django: a process of its own does what needs it (`prepare`), and ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PATIENCE = 10  # seconds that the process has to end when it is asked to


class ReadyRun(NamedTuple):
    """The announcement when Sluice is up."""

    link: str | None = None  # the path that signs its owner in, if the set-up is embedded
    offers_history: bool = False


class NotPrepared(Exception):
    """The process that prepares has failed, and has said why."""


def prepared(root: Path, lock: Path) -> ReadyRun:
    """Prepare tables, files of the pages, the demo and a sign-in link; NotPrepared if that fails."""
    return ReadyRun(*json.loads(_asked(root, lock)))


def link_again(root: Path, lock: Path, link: str) -> str | None:
    """The link to show again: itself, a new one if it is too old, None if it was used."""
    answer: str | None = json.loads(_asked(root, lock, link))
    return answer


def _asked(root: Path, lock: Path, *words: str) -> str:
    """Return the output of `local.run.prepare` for these words; its terminal is ours."""
    ours, its = os.pipe()
    command = [sys.executable, "-m", "local.run.prepare", str(lock), str(its), *words]
    with open(ours) as answer:  # noqa: PTH123 - a pipe has no path
        try:
            process = subprocess.Popen(command, cwd=root, pass_fds=[its])
        finally:
            os.close(its)
        try:
            written = answer.read()
            code = process.wait()
        except BaseException:
            _end(process)
            raise
    if code != 0:
        raise NotPrepared
    return written


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

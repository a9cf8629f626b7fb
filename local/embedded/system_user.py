"""The user of the PostgreSQL server: you, or, because it refuses root, a user created for it."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from local.embedded.errors import ServicesUnavailable

NAME = "pgserver"


def is_root() -> bool:
    return os.geteuid() == 0


def server_uid() -> int:
    return _entry().pw_uid if is_root() else os.geteuid()


def as_server() -> dict[str, Any]:
    """How subprocess runs a program as the user who owns the data."""
    return {"user": NAME, "group": _entry().pw_gid, "extra_groups": []} if is_root() else {}


def let_in(path: Path) -> None:
    """Let the server's user reach this path: passage, not reading, through the folders above."""
    if not is_root():
        return
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            _say(
                f"PostgreSQL's user {NAME} has to pass through {folder}, so others may do so from "
                "now on. Run Sluice as an ordinary user to avoid this."
            )
            folder.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)


def let_use(programs: Path) -> None:
    """Let the server's user read and run an installed tree, whatever umask it was installed with."""
    if not is_root():
        return
    let_in(programs)
    for path in (programs, *programs.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            wanted = mode | 0o444 | (0o111 if mode & stat.S_IXUSR else 0)
            if mode != wanted:
                path.chmod(wanted)


def _entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _say(
            f"PostgreSQL refuses to run as root, so the operating system gets a user {NAME} for it. "
            "Better run Sluice as an ordinary user."
        )
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        capture_output=True,
        text=True,
    )
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise ServicesUnavailable(
            f"The user {NAME} could not be made ({made.stderr.strip()}). "
            "Run Sluice as an ordinary user."
        ) from None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

"""The preparation of the pages: tables, static files, a demo board, an owner.

`python -m local.run.prepare LOCK ANSWER [LINK]` is a process of its own (see `ready`). LOCK is the lock
of the run, ANSWER the file descriptor that the answer is written to, as JSON. With LINK it only says
which sign-in link to show again.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import DatabaseError

from config import orphans
from config.backup.swap import settle
from config.signin_link import SigninLink
from local import turn
from local.run.endings import say
from local.run.ready import ReadyRun
from local.run.static import collect_static

if TYPE_CHECKING:
    from board.models import Person

OWNER = "owner@sluice.example"


def main(lock: str, answer: str, *links: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run hears it, too, and ends us
    turn.hold_as_leash(Path(lock))  # the next run waits until we are gone
    orphans.end_with_parent()
    django.setup()  # attaches to the embedded services, or starts them
    result = json.dumps(link_again(*links) if links else prepare())
    with open(int(answer), "w") as file:  # noqa: PTH123 - a pipe has no path
        file.write(result)


def prepare() -> ReadyRun:
    """Make Sluice ready to be used."""
    if settings.EMBEDDED:
        settle()  # a restore that was killed in the middle
    say("Preparing the database and the files of the pages.")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if not settings.EMBEDDED:
        return ReadyRun()
    load_demo()
    return ReadyRun(SigninLink.path_for(owner()), offers_history())


def link_again(link: str) -> str | None:
    try:
        return SigninLink.again(link)
    except DatabaseError:
        return link  # the log says that the database is away


def load_demo() -> None:
    """A first visit has something to look at."""
    if "demo" in get_commands() and not apps.get_model("board", "Board").objects.exists():
        say("Loading a demo board.")
        call_command("demo")


def offers_history() -> bool:
    """Whether the history of this checkout is there to be read as a repository, and was not yet."""
    if "own_history" not in get_commands() or not (Path(settings.BASE_DIR) / ".git").exists():
        return False
    return not apps.get_model("delivery", "Repository").objects.called("other", "sluice").exists()


def owner() -> Person:
    """The first person who may do everything, made if there is none."""
    people = get_user_model().objects
    owners = people.filter(is_superuser=True, is_active=True).order_by("pk")
    return owners.first() or people.create_superuser(OWNER)


if __name__ == "__main__":
    main(*sys.argv[1:])

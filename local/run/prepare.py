"""What must be there before the pages are: tables, static files, something to look at, an owner."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connections

from config.backup.swap import settle
from config.signin_link import SigninLink
from local.run.endings import say
from local.run.static import collect_static

if TYPE_CHECKING:
    from board.models import Person

OWNER = "owner@sluice.example"


class ReadyRun(NamedTuple):
    """What there is to tell when Sluice is up."""

    link: str | None = None  # the path that signs its owner in, if the set-up is embedded
    offers_history: bool = False


def prepare() -> ReadyRun:
    """Make Sluice ready to be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()  # attaches to the embedded services, or starts them
    if settings.EMBEDDED:
        settle()  # a restore that was killed in the middle
    say("Preparing the database and the files of the pages.")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    ready = ReadyRun()
    if settings.EMBEDDED:
        load_demo()
        ready = ReadyRun(SigninLink.path_for(owner()), offers_history())
    connections.close_all()  # the processes to come are forked from this one
    return ready


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

"""What must be there before the pages are: tables, static files, something to look at, an owner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

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


def prepare() -> str | None:
    """Make Sluice ready to be used; the path that signs its owner in, if the set-up is embedded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()  # attaches to the embedded services, or starts them
    if settings.EMBEDDED:
        settle()  # a restore that was killed in the middle
    say("Preparing the database and the files of the pages.")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    path = None
    if settings.EMBEDDED:
        load_demo()
        path = SigninLink.path_for(owner())
    connections.close_all()  # the processes to come are forked from this one
    return path


def load_demo() -> None:
    """A first visit has something to look at."""
    if "demo" in get_commands() and not apps.get_model("board", "Board").objects.exists():
        say("Loading a demo board.")
        call_command("demo")


def owner() -> Person:
    """The first person who may do everything, made if there is none."""
    people = get_user_model().objects
    owners = people.filter(is_superuser=True, is_active=True).order_by("pk")
    return owners.first() or people.create_superuser(OWNER)

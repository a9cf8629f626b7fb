"""`python manage.py own_history`: see Sluice's own delivery, from the history of this checkout."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from board.management.migrated import MigratedCommand
from board.models import Board, Person
from flow.delivery.facts import NotUnderstood
from flow.delivery.gitlog import LINE
from flow.delivery.history import learn_log
from flow.delivery.models import Component, Provider, Repository, Team

NAME = "sluice"
BLOCK = 1024 * 1024
COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Done", "done")]
FREE_KEYS = ("SLUICE", "OWN", *(f"OWN{number}" for number in range(2, 100)))


class Command(MigratedCommand):
    help = "Read the history of this checkout into a repository, on a board of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        checkout = Path(settings.BASE_DIR)
        if not (checkout / ".git").exists():
            raise CommandError(_("There is no history of git here."))
        with transaction.atomic():
            repository = self._repository(checkout)
            count = self._read(repository, checkout)
        words = _("%(count)s changes of %(repository)s were read: /boards/%(key)s/delivery/")
        facts = {"count": count, "repository": repository, "key": repository.board.key}
        self.stdout.write(words % facts)

    def _repository(self, checkout: Path) -> Repository:
        """Return the repository of the checkout; create it, with its board and a component for each
        folder, if it is missing.
        """
        known = Repository.objects.called(Provider.OTHER, NAME).select_related("board").first()
        if known is not None:
            return known
        lead = Person.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if lead is None:
            raise CommandError(_("Nobody here may do everything: `manage.py createsuperuser`."))
        taken = set(Board.objects.filter(key__in=FREE_KEYS).values_list("key", flat=True))
        key = next(each for each in FREE_KEYS if each not in taken)
        board = Board.make("Sluice", key=key, by=lead, columns=COLUMNS)
        repository = Repository.connect(board, provider=Provider.OTHER, name=NAME, by=lead)
        team = Team.make(board, "Sluice")
        folders = {name: f"{name}/**" for name in _folders(checkout)[: Component.MOST.number]}
        for name, path in (folders or {NAME: "**"}).items():
            Component.make(repository, name, paths=[path], team=team)
        return repository

    def _read(self, repository: Repository, checkout: Path) -> int:
        try:
            with subprocess.Popen(
                ["git", "-C", str(checkout), *LINE.split()[1:]],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ) as git:
                assert git.stdout is not None
                assert git.stderr is not None
                count = learn_log(repository, _blocks(git.stdout))
                complaint = git.stderr.read().decode("utf-8", "replace").strip()
        except (OSError, NotUnderstood) as problem:
            raise CommandError(_("The history cannot be read: %s") % problem) from problem
        if git.returncode:
            raise CommandError(_("The history cannot be read: %s") % complaint)
        return count


def _folders(checkout: Path) -> list[str]:
    """The folders at the top of the trunk; none where git knows no commit."""
    command = ["git", "-C", str(checkout), "ls-tree", "-d", "-z", "--name-only", "HEAD"]
    listed = subprocess.run(command, capture_output=True, check=False)
    names = listed.stdout.decode("utf-8", "replace").split("\0")
    return [name for name in names if name and not name.startswith(".")]


def _blocks(file: Any) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block

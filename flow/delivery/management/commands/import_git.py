"""`python manage.py import_git REPOSITORY FILE`: the history of a repository, from the log of git."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from board.management.migrated import MigratedCommand
from board.models.words import is_number
from flow.delivery.facts import NotUnderstood
from flow.delivery.gitlog import LINE
from flow.delivery.history import learn_log
from flow.delivery.models import Repository

BLOCK = 1024 * 1024


class Command(MigratedCommand):
    help = f"Learn the history of a repository from the text of: {LINE}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("repository", metavar="REPOSITORY", help="its id, or its full name")
        parser.add_argument("file", metavar="FILE", help="a file, or - for what comes in")

    def handle(self, *args: Any, **options: Any) -> None:
        repository = self._repository(options["repository"])
        if options["file"] == "-":
            count = self._learn(repository, sys.stdin.buffer)
        else:
            try:
                with Path(options["file"]).open("rb") as file:
                    count = self._learn(repository, file)
            except OSError as problem:
                raise CommandError(str(problem)) from problem
        words = _("%(count)s changes of %(repository)s were read.")
        self.stdout.write(words % {"count": count, "repository": repository})

    def _repository(self, name: str) -> Repository:
        repositories = list(Repository.objects.named(name))
        if not repositories and is_number(name):
            repositories = list(Repository.objects.filter(pk=int(name)))
        if len(repositories) != 1:
            why = (
                _("There is no repository %(wanted)s.")
                if not repositories
                else _("Several are called %(wanted)s; name one as github:acme/harbour.")
            )
            raise CommandError(why % {"wanted": name})
        return repositories[0]

    def _learn(self, repository: Repository, file: BinaryIO) -> int:
        """All or nothing: how many changes there were."""
        try:
            return learn_log(repository, _blocks(file))
        except NotUnderstood as problem:
            raise CommandError(_("Nothing was read.\n%s") % problem) from problem


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block

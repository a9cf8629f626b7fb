from typing import Any

from django.core.management.base import CommandError, CommandParser

from board.demo import story
from board.demo.storyteller import create
from board.management.migrated import MigratedCommand
from board.models import Board, Person

OWNER = "owner@sluice.example"


class Command(MigratedCommand):
    help = "Create the demo board, Harbour, for the first superuser."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="make it again if it exists")

    def handle(self, *, again: bool, **_options: Any) -> None:
        there = Board.objects.filter(key=story.KEY).first()
        if there and there.name != story.NAME:
            raise CommandError(f"{story.KEY} is the key of another board here: {there.name}.")
        if there and not again:
            self.stdout.write("Harbour exists already; --again makes it again.")
            return
        if there:
            there.erase()
        board = create(_owner())
        self.stdout.write(f"Harbour is ready: {board.cards.count()} cards.")


def _owner() -> Person:
    superusers = Person.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    return superusers.first() or Person.objects.create_superuser(OWNER)

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from board.models import Board
from flow.metrics import proposals
from flow.metrics.ledger.rebuilds import rebuild


class Command(BaseCommand):
    help = "Count all that flow knows of a board, or of every board, once more from its history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", nargs="?", help="the key of one board; without it, all boards")

    def handle(self, *, key: str | None, verbosity: int, **_options: Any) -> None:
        boards = Board.objects.order_by("key")
        if key:
            boards = boards.filter(key=key.upper())
        if key and not boards:
            raise CommandError(f"There is no board with the key {key}.")
        for board in boards:
            cards = board.cards.count()
            with tqdm(
                total=cards, desc=board.key, unit=" cards", disable=None if verbosity else True
            ) as bar:
                rebuild(board.pk, watch=bar.update)
            proposals.propose(board.pk)
            self.stdout.write(f"{board.key}: {cards} cards counted.")

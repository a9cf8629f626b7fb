"""Tell what happened on a board by its verbs, each at the moment it is to have happened."""

from datetime import datetime

import time_machine
from django.utils.dateparse import parse_datetime

from board.models import Board, Card, Column, Person
from flow.metrics.ledger.digests import catch_up


class Teller:
    """`tell("2026-11-02", lambda: ...)`: at nine in the morning, UTC, unless a time is said."""

    def __init__(self, board: Board, by: Person) -> None:
        self.board, self.by = board, by

    def card(self, *way: tuple[str, str], **facts) -> Card:
        """A card that entered these columns at these moments: `("2026-11-02", "Build")`."""
        (at, column), *further = way
        with self.at(at):
            card = self.board.create_card("A card", by=self.by, column=self._of(column), **facts)
        for at, column in further:
            with self.at(at):
                card = card.move_to(self._of(column), by=self.by)
        return card

    def at(self, moment: str) -> time_machine.travel:
        return time_machine.travel(moment_of(moment), tick=False)

    def digest(self) -> None:
        catch_up(self.board.pk)
        self.board.refresh_from_db()

    def _of(self, name: str) -> Column:
        return self.board.columns.get(name=name)


def moment_of(said: str) -> datetime:
    moment = parse_datetime(said if "T" in said else f"{said}T09:00:00Z")
    assert moment
    return moment

"""What is looked for now and then: what is due of flags, and what the board was not told yet."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from board.each_apart import each_apart
from board.models import Board, Card
from flow.alerts.models import Watch
from flow.flags.models import Flag, FlagEntry, What

A_TURN = 500  # entries that the board is told in one


def look(now: datetime | None = None) -> None:
    """Look after every flag that lives on a board in use; what was done is not done again."""
    moment = now or timezone.now()
    each_apart(Flag.objects.to_look_after(), lambda flag: _look_after(flag, moment))


def _look_after(flag: Flag, now: datetime) -> None:
    flag.look_after(flag.board.day_of(now))


def tell() -> None:
    """Let each board know what happened to its flags since it was told last."""
    each_apart(Board.objects.filter(pk__in=FlagEntry.objects.boards_to_tell()), _tell)


def _tell(board: Board) -> None:
    """One event for each card that shows it, in one turn."""
    with board.turn(by=None) as turn:
        entries = list(FlagEntry.objects.untold_of(board)[:A_TURN])
        for entry in entries:
            by = entry.by if turn.board.archived_at is None else None
            board.tell(of="flags", what=entry.what, cards=_cards(board, entry), by=by)
        FlagEntry.objects.told(entries, turn.at)
    Watch.objects.look_again(board)


def _cards(board: Board, entry: FlagEntry) -> Iterable[Card]:
    """The cards whose face shows what happened."""
    flag = entry.flag
    of_removal = entry.what in (What.PROMOTED, What.REMADE)
    for card in (None if of_removal else flag.card, flag.removal_card):
        if card and card.deleted_at is None:
            card.board = board
            yield card

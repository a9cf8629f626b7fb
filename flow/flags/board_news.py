"""The events of flags on their boards: a switch never waits for its board."""

from collections.abc import Iterable

from board.each_apart import each_apart
from board.models import Board, Card
from flow.alerts.models import Watch
from flow.flags.models import FlagEntry, What

A_TURN = 500  # entries of which one turn makes events


def record_entries() -> None:
    """Make events of what happened to flags since the last time, board by board."""
    each_apart(
        Board.objects.filter(pk__in=FlagEntry.objects.boards_to_record()), _record_entries_of
    )


def _record_entries_of(board: Board) -> None:
    """One event for each card that shows it, in one turn."""
    with board.turn(by=None) as turn:
        entries = list(FlagEntry.objects.unrecorded_of(board)[:A_TURN])
        for entry in entries:
            by = entry.by if turn.board.archived_at is None else None
            board.record_of_app(of="flags", what=entry.what, cards=_cards(board, entry), by=by)
        FlagEntry.objects.mark_recorded(entries, turn.at)
    Watch.objects.look_again(board)


def _cards(board: Board, entry: FlagEntry) -> Iterable[Card]:
    """The cards whose face shows what happened."""
    flag = entry.flag
    of_removal = entry.what in (What.PROMOTED, What.REMADE)
    for card in (None if of_removal else flag.card, flag.removal_card):
        if card and card.deleted_at is None:
            card.board = board
            yield card

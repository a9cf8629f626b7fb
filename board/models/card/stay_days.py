"""Assign each day of a card to one stay, so that the days of all stays add up to its age.

A day belongs to the column in which the card was at its end; today, to the one where it is now. The
day of the finish belongs to the column that the card finished from, as in the cycle time. A day
belongs to a block in the same way: if the card was blocked at its end, or is now.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from board.calendar import Calendar
    from board.models.board.board import Board
    from board.models.card.block import Block
    from board.models.card.stay import Stay

A_DAY = timedelta(1)


class DaySpan(NamedTuple):
    """From the first to the last day, both included; none if the last is before the first."""

    first: date
    last: date

    def count(self, calendar: "Calendar") -> int:
        """Return how many of the days count."""
        return len(calendar.working_days(*self)) if self.first <= self.last else 0

    def within(self, other: "DaySpan") -> "DaySpan":
        return DaySpan(max(self.first, other.first), min(self.last, other.last))


def days_of_stays(stays: Sequence["Stay"], board: "Board", now: datetime) -> dict[int, DaySpan]:
    """Return the days of each of these stays of one card, which are in order, by its id."""
    done = {column.pk for column in board.columns.all() if column.is_done}
    firsts = []
    for at, stay in enumerate(stays):
        finishes = at and stay.column_id in done and stays[at - 1].column_id not in done
        firsts.append(board.day_of(stay.entered_at) + (A_DAY if finishes else timedelta(0)))
    nexts = [*(first - A_DAY for first in firsts[1:]), date.max]
    return {
        stay.pk: DaySpan(
            first, min(board.day_of(stay.left_at or max(now, stay.entered_at)), before)
        )
        for stay, first, before in zip(stays, firsts, nexts, strict=True)
    }


def days_of_block(block: "Block", board: "Board", now: datetime) -> DaySpan:
    """Return the days of a block: up to today while it lasts, else up to the day before it ended."""
    first = board.day_of(block.blocked_at)
    if block.unblocked_at is None:
        return DaySpan(first, max(first, board.day_of(now)))
    return DaySpan(first, board.day_of(block.unblocked_at) - A_DAY)


def blocked_days(days: DaySpan, blocks: Iterable[DaySpan], calendar: "Calendar") -> int:
    """Return how many of these days belong to a block; the blocks of a card share no day."""
    return sum(days.within(each).count(calendar) for each in blocks)

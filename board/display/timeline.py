"""Where the time of a card went: how long in each column, when it was blocked, who moved it.

FLOW, "time in column": seconds summed over all stays there, the open one up to now.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from board.display.spans import UNITS, Piece, Span, common, lasting, pieces, total
from board.models import Block, Card, Column, Override, Person, Stay

SHOWN = 30  # stays, blocks and overrides in the table; the bars show all


@dataclass(frozen=True)
class Bar:
    """The time of a card in one column: its stays there, and when it was blocked."""

    column: Column
    stays: list[Span]
    blocks: list[Span]
    whole: Span
    is_here: bool

    units = UNITS

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.stays, self.whole)

    @property
    def blocked_pieces(self) -> list[Piece]:
        return pieces(self.blocks, self.whole)

    @property
    def words(self) -> str:
        """How long; and how long of that it was blocked."""
        long = lasting(total(self.stays))
        if self.is_here:
            long = _("%(long)s so far") % {"long": long}
        if self.blocks:
            long = _("%(long)s, %(blocked)s of it blocked") % {
                "long": long,
                "blocked": lasting(total(self.blocks)),
            }
        return long


@dataclass(frozen=True)
class Visit:
    """One stay: where, from when to when, and who brought the card there."""

    column: str
    start: datetime
    end: datetime | None
    long: str
    by: Person | None


class Timeline:
    """The stays and blocks of a card, up to now, in a number of statements that none adds to."""

    def __init__(self, card: Card, now: datetime | None = None):
        self.card = card
        self.now = now or timezone.now()

    @cached_property
    def bars(self) -> list[Bar]:
        """One for each column where the card has been, from left to right."""
        there: defaultdict[int, list[Span]] = defaultdict(list)
        for stay in self._stays:
            there[stay.column_id].append(self._span(stay.entered_at, stay.left_at))
        blocked = [self._span(block.blocked_at, block.unblocked_at) for block in self.blocks]
        here = {stay.column_id for stay in self._stays if stay.left_at is None}
        return [
            Bar(column, there[pk], common(there[pk], blocked), self.whole, is_here=pk in here)
            for pk, column in self._columns.items()
            if pk in there
        ]

    @property
    def whole(self) -> Span:
        """From when the card was made (or first seen) to when it was last on the board."""
        start = min(stay.entered_at for stay in self._stays)
        return Span(start, max(self._end(stay.left_at) for stay in self._stays))

    @property
    def started_at_unit(self) -> int | None:
        """Where on the bars the age begins."""
        if self.card.started_at is None:
            return None
        return pieces([Span(self.card.started_at, self.card.started_at)], self.whole)[0].x

    @cached_property
    def visits(self) -> list[Visit]:
        """The last stays, the last first, each with who brought the card there."""
        shown = self._stays[-SHOWN:][::-1]
        brought = self.card.events.at_these([stay.entered_at for stay in shown])
        people = {event.at: event.by for event in brought}
        return [
            Visit(
                column=self._columns[stay.column_id].name,
                start=stay.entered_at,
                end=stay.left_at,
                long=lasting(self._span(stay.entered_at, stay.left_at).seconds),
                by=people.get(stay.entered_at),
            )
            for stay in shown
        ]

    @property
    def earlier(self) -> int:
        """How many stays are not in the table."""
        return len(self._stays) - len(self.visits)

    @cached_property
    def blocks(self) -> list[Block]:
        return list(self.card.blocks.select_related("blocked_by"))

    @property
    def last_blocks(self) -> list[tuple[Block, str]]:
        """The last blocks, the last first, each with how long it lasted."""
        return [
            (block, lasting(self._span(block.blocked_at, block.unblocked_at).seconds))
            for block in self.blocks[-SHOWN:][::-1]
        ]

    @cached_property
    def overrides(self) -> list[tuple[str, Override]]:
        """The last limits that the card was let past, each by its title."""
        titles = {limit.pk: limit.title for limit in self.card.board.shape.limits}
        passed = self.card.overrides.select_related("by", "limit").order_by("-at", "-pk")[:SHOWN]
        return [
            (titles.get(each.limit_id) or each.limit.name or _("a limit that was lifted"), each)
            for each in passed
        ]

    @cached_property
    def _stays(self) -> list[Stay]:
        return list(self.card.stays.counted())

    @cached_property
    def _columns(self) -> dict[int, Column]:
        """Also those that have left the board since."""
        return {column.pk: column for column in self.card.board.columns.all()}

    def _span(self, start: datetime, end: datetime | None) -> Span:
        return Span(start, self._end(end))

    def _end(self, moment: datetime | None) -> datetime:
        return moment or max(self.now, self._stays[-1].entered_at)

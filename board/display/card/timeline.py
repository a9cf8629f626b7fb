"""Where the time of a card went: how long in each column, when it was blocked, who moved it.

Bars are drawn by the clock. Days are counted as the age counts them, each in one column, so that
those from the start on add up to the age (`stay_days`); a shorter time is shown in hours.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from board.calendar import Calendar
from board.display.card.spans import UNITS, BarPiece, TimeSpan, common, lasting, pieces, total
from board.models import Block, Card, Column, Override, Person, Stay
from board.models.card.stay_days import DaySpan, blocked_days, days_of_block, days_of_stays
from board.models.limit.override import RULES

SHOWN = 30  # stays, blocks and overrides in the table; the bars show all


@dataclass(frozen=True)
class TimelineBar:
    """The time of a card in one column: its stays there, and when it was blocked."""

    column: Column
    stays: list[TimeSpan]
    blocks: list[TimeSpan]
    whole: TimeSpan
    is_here: bool
    days: int  # that count
    blocked_days: int

    units = UNITS

    @property
    def pieces(self) -> list[BarPiece]:
        return pieces(self.stays, self.whole)

    @property
    def blocked_pieces(self) -> list[BarPiece]:
        return pieces(self.blocks, self.whole)

    @property
    def words(self) -> str:
        """How long; and how long of that it was blocked."""
        long = lasting(self.days, total(self.stays))
        if self.is_here:
            long = _("%(long)s so far") % {"long": long}
        if self.blocks:
            long = _("%(long)s, %(blocked)s of it blocked") % {
                "long": long,
                "blocked": lasting(self.blocked_days, total(self.blocks)),
            }
        return long


@dataclass(frozen=True)
class TimelineStay:
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
    def bars(self) -> list[TimelineBar]:
        """One for each column where the card has been, from left to right."""
        there: defaultdict[int, list[TimeSpan]] = defaultdict(list)
        for stay in self._stays:
            there[stay.column_id].append(self._span(stay.entered_at, stay.left_at))
        blocked = [self._span(block.blocked_at, block.unblocked_at) for block in self.blocks]
        here = {stay.column_id for stay in self._stays if stay.left_at is None}
        days, blocks = Counter[int](), Counter[int]()
        for stay in self._stays:
            days[stay.column_id] += self._days_of(stay)
            blocks[stay.column_id] += blocked_days(
                self._days[stay.pk], self._blocked, self._calendar
            )
        return [
            TimelineBar(
                column,
                there[pk],
                common(there[pk], blocked),
                self.whole,
                is_here=pk in here,
                days=days[pk],
                blocked_days=blocks[pk],
            )
            for pk, column in self._columns.items()
            if pk in there
        ]

    @property
    def whole(self) -> TimeSpan:
        """From when the card was made (or first seen) to when it was last on the board."""
        start = min(stay.entered_at for stay in self._stays)
        return TimeSpan(start, max(self._end(stay.left_at) for stay in self._stays))

    @property
    def started_at_unit(self) -> int | None:
        """Where on the bars the age begins."""
        if self.card.started_at is None:
            return None
        return pieces([TimeSpan(self.card.started_at, self.card.started_at)], self.whole)[0].x

    @cached_property
    def visits(self) -> list[TimelineStay]:
        """The last stays, the last first, each with who brought the card there."""
        shown = self._stays[-SHOWN:][::-1]
        brought = self.card.events.at_these([stay.entered_at for stay in shown])
        people = {event.at: event.by for event in brought}
        return [
            TimelineStay(
                column=self._columns[stay.column_id].name,
                start=stay.entered_at,
                end=stay.left_at,
                long=lasting(
                    self._days_of(stay), self._span(stay.entered_at, stay.left_at).seconds
                ),
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
            (
                block,
                lasting(
                    days.count(self._calendar),
                    self._span(block.blocked_at, block.unblocked_at).seconds,
                ),
            )
            for block, days in [*zip(self.blocks, self._blocked, strict=True)][-SHOWN:][::-1]
        ]

    @cached_property
    def overrides(self) -> list[tuple[str, Override]]:
        """The last limits that the card was let past, each by its title."""
        titles = {limit.pk: limit.title for limit in self.card.board.shape.limits}
        passed = self.card.overrides.select_related("by", "limit").order_by("-at", "-pk")[:SHOWN]
        return [(self._passed(each, titles), each) for each in passed]

    @staticmethod
    def _passed(override: Override, titles: dict[int, str]) -> str:
        """Return the name of the limit or rule that was overridden."""
        if override.limit is None:
            return str(RULES.get(override.rule, override.rule))
        return titles.get(override.limit.pk) or override.limit.name or _("a limit that was lifted")

    @cached_property
    def _stays(self) -> list[Stay]:
        return list(self.card.stays.counted())

    @cached_property
    def _days(self) -> dict[int, DaySpan]:
        return days_of_stays(self._stays, self.card.board, self.now)

    @cached_property
    def _blocked(self) -> list[DaySpan]:
        return [days_of_block(block, self.card.board, self.now) for block in self.blocks]

    @cached_property
    def _calendar(self) -> Calendar:
        return self.card.board.calendar

    def _days_of(self, stay: Stay) -> int:
        return self._days[stay.pk].count(self._calendar)

    @cached_property
    def _columns(self) -> dict[int, Column]:
        """Return the columns, archived ones too."""
        return {column.pk: column for column in self.card.board.columns.all()}

    def _span(self, start: datetime, end: datetime | None) -> TimeSpan:
        return TimeSpan(start, self._end(end))

    def _end(self, moment: datetime | None) -> datetime:
        return moment or max(self.now, self._stays[-1].entered_at)

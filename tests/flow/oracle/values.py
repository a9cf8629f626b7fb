"""What is known of a board and its cards, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

import holidays

STAGES = {"queue": 0, "active": 1, "waiting": 1, "done": 2}
Moment = datetime | None


@dataclass(frozen=True)
class PlainColumn:
    id: int
    stage: str
    position: int
    archived: bool = False


@dataclass(frozen=True)
class PlainStay:
    column: int
    entered: datetime
    left: Moment = None


@dataclass(frozen=True)
class PlainBlock:
    begun: datetime
    ended: Moment = None


@dataclass(frozen=True)
class PlainCard:
    """A card: its stays in order without those undone, when it was given back to the backlog, and
    since when it is archived or deleted, if it is."""

    number: int
    created: datetime
    stays: tuple[PlainStay, ...]
    returns: tuple[datetime, ...] = ()
    archived: Moment = None
    blocks: tuple[PlainBlock, ...] = ()


@dataclass(frozen=True)
class PlainBoard:
    columns: tuple[PlainColumn, ...]
    cards: tuple[PlainCard, ...]
    now: datetime
    zone: str = "UTC"
    days_off: frozenset[int] = field(default_factory=frozenset)
    holidays_of: str = ""

    # Columns

    @cached_property
    def today(self) -> list[PlainColumn]:
        """The columns that are on the board, left to right."""
        return sorted((c for c in self.columns if not c.archived), key=lambda c: c.position)

    @cached_property
    def by_id(self) -> dict[int, PlainColumn]:
        return {column.id: column for column in self.columns}

    def stage(self, column: int) -> str:
        return self.by_id[column].stage

    def is_started(self, column: int) -> bool:
        return self.stage(column) != "queue"

    def is_done(self, column: int) -> bool:
        return self.stage(column) == "done"

    def is_at_or_after(self, column: int, line: PlainColumn) -> bool:
        """Whether a card in this column counts in the line of that one.

        An archived column counts as the nearest to the left of where it stood that is of its part
        of the work (queue, in progress, done); if there is none, as the first of that part.
        """
        here = self.by_id[column]
        part = STAGES[here.stage]
        if part != STAGES[line.stage]:
            return part > STAGES[line.stage]
        if not here.archived:
            return here.position >= line.position
        of_this_part = [c for c in self.today if STAGES[c.stage] == part]
        if line == of_this_part[0]:
            return True
        return (here.position, here.id) >= (line.position, line.id)

    # Days

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    @property
    def this_day(self) -> date:
        return self.day(self.now)

    def works_on(self, day: date) -> bool:
        free = self.holidays_of and day in _holidays(self.holidays_of)
        return day.weekday() not in self.days_off and not free

    def days(self, start: date, finish: date) -> int | None:
        """Both ends counted; None where the finish is before the start."""
        if finish < start:
            return None
        return max(1, sum(self.works_on(day) for day in every_day(start, finish)))

    def counts_on(self, day: date) -> date:
        while not self.works_on(day):
            day += timedelta(days=1)
        return day


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@cache
def _holidays(place: str):
    country, _, part = place.partition("-")
    return holidays.country_holidays(country, subdiv=part or None)

"""Which days, and which cards, a question is about."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from board.calendar import Calendar, Dates, every_day, window
from board.models import Board, Label, Lane, Person, ServiceClass

USUAL = 90  # days
LONGEST = 3_660  # days, about ten years
EARLIEST = date(1970, 1, 1)  # nothing that is imported is older


@dataclass(frozen=True)
class DayWindow:
    """From the first to the last day, both included; days of the board's zone."""

    first: date
    last: date

    @classmethod
    def of(cls, board: Board, *, days: int = USUAL, now: datetime | None = None) -> "DayWindow":
        """The last `days` complete days: they end yesterday."""
        return cls(*window(board.day_of(now or timezone.now()), days))

    @property
    def days(self) -> list[date]:
        """Every day of the calendar."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    @property
    def dates(self) -> Dates:
        return every_day(self.first, self.last)

    def counted(self, calendar: Calendar) -> "DayWindow":
        """The days whose finishes count in this window: on a day off for the next working day."""
        first, last = self.first, self.last
        while calendar.counts_on(first - timedelta(1)) >= self.first:
            first -= timedelta(1)
        while last >= first and calendar.counts_on(last) > self.last:
            last -= timedelta(1)
        return DayWindow(first, last)


@dataclass(frozen=True)
class Filters:
    """Only cards with these facts today (class of service, lane ...); None asks for all."""

    service_class: ServiceClass | None = None
    lane: Lane | None = None
    label: Label | None = None
    assignee: Person | None = None

    @property
    def are_of_places(self) -> bool:
        """Whether sums by class and lane can answer."""
        return self.label is None and self.assignee is None

    @property
    def places(self) -> Q:
        """For rows that know their class and lane: cards, passages and deltas."""
        wanted: dict[str, Any] = {"service_class": self.service_class, "lane": self.lane}
        return Q(**{field: value for field, value in wanted.items() if value is not None})

    @property
    def of_cards(self) -> Q:
        """For cards."""
        return self.places & self._people_and_labels("")

    @property
    def of_passages(self) -> Q:
        """For passages."""
        return self.places & self._people_and_labels("card__")

    def _people_and_labels(self, card: str) -> Q:
        wanted: dict[str, Any] = {f"{card}labels": self.label, f"{card}assignees": self.assignee}
        return Q(**{field: value for field, value in wanted.items() if value is not None})


NO_FILTERS = Filters()

"""The forecasts from past days."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from board.calendar import Calendar
from flow.metrics.definitions.forecast import Distribution
from flow.metrics.definitions.percentile import SHOWN


@dataclass(frozen=True)
class HowMany:
    """How many cards are finished in a number of days that count; day 1 is the next one after today."""

    days: int
    distribution: Distribution | None  # None: nothing was finished in the window

    @cached_property
    def answers(self) -> dict[int, int]:
        """By p: with p % this many cards or more; empty without a forecast."""
        return {p: self.distribution.at_least(p) for p in SHOWN} if self.distribution else {}


@dataclass(frozen=True)
class When:
    """In how many days that count a number of cards is finished; 0 is today."""

    items: int
    today: date
    calendar: Calendar
    distribution: Distribution | None

    @cached_property
    def answers(self) -> dict[int, int]:
        """By p: with p % in this many days or fewer; without those too far away to say."""
        if self.distribution is None:
            return {}
        by_percent = {p: self.distribution.at_most(p) for p in SHOWN}
        return {p: days for p, days in by_percent.items() if days is not None}

    @property
    def beyond(self) -> list[int]:
        """By which p it is more than ten years away."""
        return [p for p in SHOWN if p not in self.answers] if self.distribution else []

    @property
    def dates(self) -> dict[int, date]:
        """The answers as dates."""
        return {p: self.date_of(days) for p, days in self.answers.items()}

    def date_of(self, days: int) -> date:
        return self.calendar.after(self.today, days)

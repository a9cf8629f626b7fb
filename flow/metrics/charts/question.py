"""The question of a reader: the days and cards, and the days of a forecast.

It asks each reading once, so that every chart and tile of a page goes by the same numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flow.metrics.definitions.percentile import SHOWN, percentile
from flow.metrics.reports import Flow
from flow.metrics.reports.batches import Batches
from flow.metrics.reports.daily import Cfd, Throughput, WipDay
from flow.metrics.reports.forecasts import HowMany, When
from flow.metrics.reports.times import Aging, CycleTimes
from flow.metrics.reports.weekly import WeeklyThroughput, throughput_by_week

USUAL = 85


@dataclass(frozen=True)
class Question:
    """`flow` has the window and the filters; `like` those days that the days to come may be like.

    `until` is the day by which cards are to be done; `cards` is how many, None for as many as are
    in progress now; `card_url` gives the address of a card by its number.
    """

    flow: Flow
    like: Flow
    until: date
    cards: int | None
    card_url: Callable[[int], str]

    @cached_property
    def cycle_times(self) -> CycleTimes:
        return self.flow.cycle_times()

    @cached_property
    def batches(self) -> Batches:
        return self.flow.batches()

    @cached_property
    def throughput(self) -> Throughput:
        return self.flow.throughput()

    @cached_property
    def weekly_throughput(self) -> WeeklyThroughput:
        return throughput_by_week(self.flow.window, self.throughput)

    @cached_property
    def wip(self) -> list[WipDay]:
        return self.flow.wip()

    @cached_property
    def cfd(self) -> Cfd:
        return self.flow.cfd()

    @cached_property
    def aging(self) -> list[Aging]:
        return self.flow.aging()

    @cached_property
    def how_many(self) -> HowMany:
        return self.like.how_many(self.days_to_come)

    @cached_property
    def when(self) -> When:
        return self.like.when(self.number)

    @cached_property
    def number(self) -> int:
        """How many cards the question is about; without a word, those in progress."""
        return self.flow.in_progress() if self.cards is None else self.cards

    @property
    def days_to_come(self) -> int:
        """The days that count from tomorrow up to `until`."""
        today = self.flow.today
        if self.until <= today:
            return 0
        return len(
            self.flow.calendar.working_days(today, self.until)
        ) - self.flow.calendar.works_on(today)

    @property
    def expected(self) -> tuple[int, int] | None:
        """The expectation, percent and days: as it is typed, else as these cards say."""
        board = self.flow.board
        if not board.sle_is_automatic:
            return (board.sle_percent, board.sle_days) if board.sle_days else None
        if not self.cycle_times.count:
            return None
        days = percentile(self.cycle_times.histogram.values, board.sle_percent)
        return board.sle_percent, days

    @property
    def percent(self) -> int:
        """How sure a forecast is to be: as sure as the expectation, where its percentile is shown."""
        typed = self.flow.board.sle_percent
        return typed if typed in SHOWN else USUAL

"""What can be asked about the flow of a board."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import cache, cached_property

import numpy as np
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from board.calendar import Calendar, Counts
from board.models import Block, Board, Column, Stay
from flow.metrics.facts.counting import days_before
from flow.metrics.facts.reading import workflow_of
from flow.metrics.facts.rows import among, rows
from flow.metrics.measures import forecast
from flow.metrics.measures.oldest import oldest_starts
from flow.metrics.measures.pace import paces, to_trust
from flow.metrics.measures.stability import Stability, stability
from flow.metrics.measures.workflow import Workflow
from flow.metrics.models import Cursor, Passage
from flow.metrics.models.passage import PassageQuerySet
from flow.metrics.readings.daily import Cfd, Daily, Line, Throughput, WipDay
from flow.metrics.readings.forecasts import HowMany, When
from flow.metrics.readings.limits import limit_of_each_day
from flow.metrics.readings.times import (
    Aging,
    Blocker,
    BoardPace,
    ColumnPace,
    CycleTimes,
    Efficiency,
    Histogram,
)
from flow.metrics.readings.window import NO_FILTERS, Filters, Window

NO_TIME = timedelta(0)


class Flow:
    """The flow of some cards of a board in a window, each number by its definition in FLOW.

    Ask it once and keep the answer: nothing is read before it is asked for. `now` is the clock; what
    is asked about work in progress is asked of that moment, whatever the window.
    """

    def __init__(
        self,
        board: Board,
        window: Window | None = None,
        filters: Filters = NO_FILTERS,
        now: datetime | None = None,
    ) -> None:
        self.board = board
        self.now = now or timezone.now()
        self.window = window or Window.of(board, now=self.now)
        self.filters = filters

    # What finished --------------------------------------------------------------------------

    @property
    def finished(self) -> PassageQuerySet:
        """The passages that finished in the window: `started_on`, `finished_on`, `days`, `card`."""
        counted = self.window.counted(self.calendar)
        return self._passages.finished(counted.first, counted.last)

    def cycle_times(self) -> CycleTimes:
        """Count, mean and percentiles of the cycle times of `finished`."""
        days = self.finished.order_by().values_list("days").annotate(cards=Count("pk"))
        return CycleTimes(Histogram(dict(days)))

    def lead_time(self, finished: Passage) -> int:
        """Days that count from the creation of a card to its finish, both ends counted.

        A card that came from another tool was created on the first day that is known of it.
        """
        assert finished.finished_on
        return (
            self.calendar.days(self.board.day_of(finished.card.created_at), finished.finished_on)
            or 0
        )

    def throughput(self) -> Throughput:
        """Cards finished on each day that counts; its sum is the count of the cycle times."""
        counted = self.window.counted(self.calendar)
        departures = self._daily(counted).departures
        days = self.calendar.working_days(self.window.first, self.window.last)
        if not len(days):
            return Throughput([], [])
        counts_on = self.calendar.count_on(counted.dates)
        places = np.searchsorted(days, counts_on)
        counts = np.bincount(places, departures, minlength=len(days)).astype(np.int64)
        return Throughput(days.tolist(), counts.tolist())

    def efficiency(self) -> Efficiency:
        """Flow efficiency over `finished`."""
        sums = self.finished.order_by().aggregate(
            elapsed=Sum(F("finished_at") - F("started_at"), default=NO_TIME),
            blocked=Sum("blocked_for", default=NO_TIME),
            waited=Sum("waited_for", default=NO_TIME),
            idle=Sum("idle_for", default=NO_TIME),
        )
        return Efficiency(cards=self.finished.count(), **sums)

    def blocked(self) -> list[Blocker]:
        """What kept `finished` from going on, between start and finish; the longest first."""
        counted = self.window.counted(self.calendar)
        on = Block.objects.filter(
            card__passages__in=self._passages.finished(counted.first, counted.last)
        )
        begin = Greatest("blocked_at", "card__passages__started_at")
        finish = F("card__passages__finished_at")
        end = Least(Coalesce("unblocked_at", finish), finish)
        reasons = (
            on.annotate(begin=begin, end=end)
            .filter(end__gt=F("begin"))
            .values("reason")
            .annotate(
                times=Count("pk"), cards=Count("card", distinct=True), blocked=Sum(end - begin)
            )
            .order_by("-blocked", "reason")
        )
        return [Blocker(**reason) for reason in reasons]

    def pace(self) -> BoardPace:
        """By which ages `finished` had left each column in progress."""
        columns = self.workflow.in_progress
        ages: dict[int, dict[int, int]] = defaultdict(dict)
        for place, age, cards in self.finished.ages_left():
            ages[place][age] = cards
        histograms = [Histogram(ages[place]) for place in range(len(columns) - 1)]
        histograms.append(self.cycle_times().histogram)
        values = [each.values for each in histograms]
        measured, trusted = paces(values), paces(to_trust(values))
        by_id: dict[int, Column] = {column.pk: column for column in self._columns}
        return BoardPace(
            [
                ColumnPace(
                    column=pk,
                    name=by_id[pk].name,
                    ages=histograms[place],
                    measured=measured[place],
                    trusted=trusted[place],
                    in_force=by_id[pk].pace,
                    is_automatic=by_id[pk].pace_is_automatic,
                )
                for place, pk in enumerate(columns)
            ]
        )

    # What goes on ---------------------------------------------------------------------------

    def aging(self) -> list[Aging]:
        """The cards in progress now, the oldest first.

        They are asked for by their ids: a join would read all of history once they are many.
        """
        going = self._passages.in_progress().order_by()
        started: dict[int, date] = dict(rows(going.values_list("card", "started_on")))
        cards = self.board.cards.filter(among("pk", started)).order_by()
        lasted = self._time_in_column(started)
        age_of, compared = cache(self._age), cache(self._comparison())  # many cards are alike
        found = []
        for pk, number, title, column in rows(cards.values_list("pk", "number", "title", "column")):
            age, here = age_of(started[pk]), lasted[pk, column]
            of_column = compared(column, age)
            found.append(Aging(number, title, column, started[pk], age, here, *of_column))
        return sorted(found, key=lambda each: (-each.age, each.number))

    def in_progress(self) -> int:
        """How many cards are in progress now."""
        return self._passages.in_progress().count()

    def limit(self) -> int | None:
        """The most that the limits in force now let be in progress; None where they do not say."""
        this_day = Window(self.today, self.today)
        return limit_of_each_day(self.board, self.workflow, this_day, self.filters)[0]

    # Day by day -----------------------------------------------------------------------------

    def cfd(self) -> Cfd:
        """The cumulative flow diagram: the line of each column on each day of the calendar."""
        daily = self._daily(self.window)
        names = {column.pk: column.name for column in self._columns}
        lines = [Line(pk, names[pk], daily.line(pk).tolist()) for pk in self.workflow.columns]
        return Cfd(self.window.days, lines, daily.restated)

    def wip(self) -> list[WipDay]:
        """Each day of the calendar: the work in progress at its end and what changed it."""
        daily = self._daily(self.window)
        limits = limit_of_each_day(self.board, self.workflow, self.window, self.filters)
        counts = (daily.wip, self._total_age(daily), daily.arrivals, daily.departures)
        columns = [
            self.window.days,
            *(each.tolist() for each in (*counts, daily.abandoned)),
            limits,
        ]
        return [WipDay(*row) for row in zip(*columns, strict=True)]

    def oldest_ages(self) -> list[int]:
        """The age of the oldest card in progress at the end of each day; 0 without any."""
        first, last = self.window.first, self.window.last
        spans = self._passages.in_progress_within(first, last).order_by()
        ends = spans.values_list("started_on", Coalesce("finished_on", "abandoned_on"))
        oldest = oldest_starts(rows(ends), self.window.days)
        return [
            (self.calendar.days(started, day) or 0) if started else 0
            for started, day in zip(oldest, self.window.days, strict=True)
        ]

    def stability(self) -> Stability | None:
        """Little's law, as a check: whether as much is in progress as what leaves would need."""
        daily = self._daily(self.window)
        present = daily.wip + daily.departures + daily.abandoned
        counts = np.isin(
            self.window.dates, self.calendar.working_days(self.window.first, self.window.last)
        )
        return stability(present[counts].tolist(), self.cycle_times().histogram.values.tolist())

    # What may come --------------------------------------------------------------------------

    def how_many(self, days: int) -> HowMany:
        """How many cards are finished in so many days, if days go on as in the window."""
        return HowMany(days, forecast.how_many(self.throughput().counts, days))

    def when(self, items: int) -> When:
        """When so many cards are finished, if days go on as in the window."""
        coming = forecast.when(self.throughput().counts, items)
        return When(items, self.today, self.calendar, coming)

    # How true it is -------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """By the clock of the board."""
        return self.board.day_of(self.now)

    @cached_property
    def as_of(self) -> int | None:
        """The version of the board whose facts these are; None if they were never counted."""
        return Cursor.objects.filter(board=self.board).values_list("version", flat=True).first()

    @cached_property
    def calendar(self) -> Calendar:
        """The days that count."""
        return self.board.calendar

    @cached_property
    def workflow(self) -> Workflow:
        return workflow_of(self.board)

    # ----------------------------------------------------------------------------------------

    @property
    def _passages(self) -> PassageQuerySet:
        return Passage.objects.filter(self.filters.of_passages, board=self.board)

    @cached_property
    def _columns(self) -> "QuerySet[Column]":
        return self.board.columns.all()

    def _daily(self, window: Window) -> Daily:
        return Daily(self.board, self.workflow, window, self.filters)

    def _total_age(self, daily: Daily) -> Counts:
        """The ages of the work in progress at the end of each day, summed, in days that count.

        An age is the days that count up to the day less those before the start. It is at least 1:
        what started on a day off is one day old until the next working day.
        """
        up_to_each_day = np.array([self._days_up_to(day) for day in self.window.days])
        return daily.wip * up_to_each_day - daily.days_before + self._not_yet_a_day_old()

    def _days_up_to(self, day: date) -> int:
        return days_before(self.calendar, day) + self.calendar.works_on(day)

    def _not_yet_a_day_old(self) -> Counts:
        """How much of the work in progress on each day has not seen a working day."""
        dates = self.window.dates
        counts: Counts = np.zeros(len(dates), np.int64)
        if self.calendar.counts_all_days:
            return counts
        began = self.window.counted(self.calendar).first
        lately = self._passages.filter(started_on__range=(began, self.window.last))
        for started, *ends in lately.values_list("started_on", "finished_on", "abandoned_on"):
            until = min(filter(None, (*ends, self.calendar.counts_on(started))))
            counts += (dates >= np.datetime64(started)) & (dates < np.datetime64(until))
        return counts

    def _time_in_column(self, cards: Collection[int]) -> dict[tuple[int, int], timedelta]:
        """How long each card has been in each column, over all its stays there."""
        stays = Stay.objects.counted().filter(among("card", cards)).order_by()
        lasted = Sum(Coalesce("left_at", self.now) - F("entered_at"))
        sums = rows(stays.values_list("card", "column").annotate(lasted=lasted))
        return defaultdict(timedelta, {(card, column): time for card, column, time in sums})

    def _age(self, started_on: date) -> int:
        return self.calendar.days(started_on, self.today) or 0

    def _comparison(self) -> Callable[[int, int], tuple[str, int | None, int]]:
        """What names a column and compares an age with its pace, of all cards whatever the filter."""
        columns = {column.pk: column for column in self._columns}
        pace = Flow(self.board, self.window, now=self.now).pace()

        def compared(pk: int, age: int) -> tuple[str, int | None, int]:
            column, of_column = columns[pk], pace.of(pk)
            percentile = of_column.reached(age) if of_column else None
            return column.name, percentile, sum(age >= days for days in column.pace or ())

        return compared

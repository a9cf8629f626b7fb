"""The questions about the flow of a board."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import starmap

import numpy as np
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from board.calendar import Calendar, Counts
from board.models import Block, Board, Column, Stay
from flow.metrics.definitions import forecast
from flow.metrics.definitions.daily import Daily, PassageDays
from flow.metrics.definitions.oldest import oldest_starts
from flow.metrics.definitions.pace import paces, to_trust
from flow.metrics.definitions.stability import Stability, stability
from flow.metrics.definitions.workflow import Workflow
from flow.metrics.ledger.card_facts import counted_workflow_of
from flow.metrics.ledger.rows import among, rows
from flow.metrics.models import Cursor, Passage
from flow.metrics.models.passage import PassageQuerySet
from flow.metrics.reports.batches import Batches, batches
from flow.metrics.reports.daily import Cfd, ColumnLine, Throughput, WipDay, daily_of
from flow.metrics.reports.forecasts import HowMany, When
from flow.metrics.reports.limits import limit_of_each_day
from flow.metrics.reports.times import (
    Aging,
    Blocker,
    BoardPace,
    ColumnPace,
    CycleTimes,
    Efficiency,
    Histogram,
)
from flow.metrics.reports.window import NO_FILTERS, DayWindow, Filters

NO_TIME = timedelta(0)


class Flow:
    """The flow of some cards of a board in a window, each number as docs/flow.md defines it.

    Ask it once and keep the answer: nothing is read before it is asked for. `now` is the clock; what
    is asked about work in progress is asked of that moment, whatever the window.
    """

    def __init__(
        self,
        board: Board,
        window: DayWindow | None = None,
        filters: Filters = NO_FILTERS,
        now: datetime | None = None,
    ) -> None:
        self.board = board
        self.now = now or timezone.now()
        self.window = window or DayWindow.of(board, now=self.now)
        self.filters = filters

    # What finished --------------------------------------------------------------------------

    @property
    def finished(self) -> PassageQuerySet:
        """The passages that finished in the window: `started_on`, `finished_on`, `days`, `card`."""
        counted = self.window.counted(self.calendar)
        return self._passages.finished(counted.first, counted.last)

    @property
    def started(self) -> PassageQuerySet:
        """The passages that started in the window."""
        return self._passages.filter(started_on__range=(self.window.first, self.window.last))

    def batches(self) -> Batches:
        """How small the cards are that finished and started in the window."""
        return batches(self)

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
        daily = self._daily(self.window.counted(self.calendar))
        days = self.calendar.working_days(self.window.first, self.window.last).tolist()
        return Throughput(days, daily.throughput(days, self.calendar))

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
        """Return the reasons that blocked `finished` between start and finish; the longest first."""
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
        aging_cards = []
        for pk, number, title, column in rows(cards.values_list("pk", "number", "title", "column")):
            age, here = age_of(started[pk]), lasted[pk, column]
            of_column = compared(column, age)
            aging_cards.append(Aging(number, title, column, started[pk], age, here, *of_column))
        return sorted(aging_cards, key=lambda each: (-each.age, each.number))

    def in_progress(self) -> int:
        """How many cards are in progress now."""
        return self._passages.in_progress().count()

    def limit(self) -> int | None:
        """The most that the limits in force now let be in progress; None where they do not say."""
        this_day = DayWindow(self.today, self.today)
        return limit_of_each_day(self.board, self.workflow, this_day, self.filters)[0]

    # Day by day -----------------------------------------------------------------------------

    def cfd(self) -> Cfd:
        """The cumulative flow diagram: the line of each column on each day of the calendar."""
        daily = self._daily(self.window)
        names = {column.pk: column.name for column in self._columns}
        lines = [ColumnLine(pk, names[pk], daily.line(pk).tolist()) for pk in self.workflow.columns]
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
            self._apart().tolist(),
        ]
        return [WipDay(*row) for row in zip(*columns, strict=True)]

    def _apart(self) -> Counts:
        """How many cards in progress at the end of each day are of classes apart from limits."""
        counts = np.zeros(len(self.window.days), dtype=np.int64)
        if self.filters.service_class is None and self.filters.are_of_places:
            for each in self.board.shape.service_classes.values():
                if each.apart_from_limits:
                    of_class = replace(self.filters, service_class=each)
                    only = Flow(self.board, self.window, of_class, self.now)
                    counts = counts + only._daily(self.window).wip
        return counts

    def apart(self) -> int:
        """How many cards in progress now are of classes apart from limits."""
        if self.filters.service_class is not None:
            return 0
        going = self._passages.in_progress()
        return going.filter(card__service_class__apart_from_limits=True).count()

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
        counts = np.isin(
            self.window.dates, self.calendar.working_days(self.window.first, self.window.last)
        )
        return stability(
            daily.present[counts].tolist(), self.cycle_times().histogram.values.tolist()
        )

    # What may come --------------------------------------------------------------------------

    def how_many(self, days: int) -> HowMany:
        """How many cards are finished in a number of days, if days go on as in the window."""
        return HowMany(days, forecast.how_many(self.throughput().counts, days))

    def when(self, items: int) -> When:
        """When a number of cards is finished, if days go on as in the window."""
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
        """The columns under which the facts were counted: numbers and names of one moment."""
        return counted_workflow_of(self.board)

    # ----------------------------------------------------------------------------------------

    @property
    def _passages(self) -> PassageQuerySet:
        return Passage.objects.filter(self.filters.of_passages, board=self.board)

    @cached_property
    def _columns(self) -> "QuerySet[Column]":
        return self.board.columns.all()

    def _daily(self, window: DayWindow) -> Daily:
        return daily_of(self.board, self.workflow, window, self.filters)

    def _total_age(self, daily: Daily) -> Counts:
        began = self.window.counted(self.calendar).first
        lately = self._passages.filter(started_on__range=(began, self.window.last)).order_by()
        spans = lately.values_list("started_on", "finished_on", "abandoned_on")
        return daily.total_age(
            self.calendar, () if self.calendar.counts_all_days else starmap(PassageDays, spans)
        )

    def _time_in_column(self, cards: Collection[int]) -> dict[tuple[int, int], timedelta]:
        """How long each card has been in each column, over all its stays there."""
        stays = Stay.objects.counted().filter(among("card", cards)).order_by()
        lasted = Sum(Coalesce("left_at", self.now) - F("entered_at"))
        sums = rows(stays.values_list("card", "column").annotate(lasted=lasted))
        return defaultdict(timedelta, {(card, column): time for card, column, time in sums})

    def _age(self, started_on: date) -> int:
        return self.calendar.days(started_on, self.today) or 0

    def _comparison(self) -> Callable[[int, int], tuple[str, int | None, int]]:
        """Return the names of columns and the pace that an age is compared with, of all cards under
        any filter.
        """
        columns = {column.pk: column for column in self._columns}
        pace = Flow(self.board, self.window, now=self.now).pace()

        def compared(pk: int, age: int) -> tuple[str, int | None, int]:
            column, of_column = columns[pk], pace.of(pk)
            percentile = of_column.reached(age) if of_column else None
            return column.name, percentile, sum(age >= days for days in column.pace or ())

        return compared

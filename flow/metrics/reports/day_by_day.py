"""The questions about each day of a window."""

from dataclasses import replace
from itertools import starmap

import numpy as np
from django.db.models.functions import Coalesce

from board.calendar import Counts
from flow.metrics.definitions.daily import Daily, PassageDays
from flow.metrics.definitions.oldest import oldest_starts
from flow.metrics.definitions.stability import Stability, stability
from flow.metrics.ledger.rows import rows
from flow.metrics.reports.daily import Cfd, ColumnLine, WipDay
from flow.metrics.reports.finished_work import FinishedWork
from flow.metrics.reports.limits import limit_of_each_day


class DayByDay(FinishedWork):
    """What was in progress at the end of each day, and what came and went on it."""

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
                    counts = counts + self._daily(self.window, of_class).wip
        return counts

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

    def _total_age(self, daily: Daily) -> Counts:
        began = self.window.counted(self.calendar).first
        lately = self._passages.filter(started_on__range=(began, self.window.last)).order_by()
        spans = lately.values_list("started_on", "finished_on", "abandoned_on")
        return daily.total_age(
            self.calendar, () if self.calendar.counts_all_days else starmap(PassageDays, spans)
        )

"""The days of a window in weeks, for what says too little day by day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Sum

from flow.metrics.definitions import xmr
from flow.metrics.reports.times import Efficiency

if TYPE_CHECKING:
    from flow.metrics.reports.daily import Throughput
    from flow.metrics.reports.flow import Flow
    from flow.metrics.reports.window import DayWindow

WEEK = timedelta(7)
NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Week:
    """From the first day to the last, both included; the first of a window may be shorter."""

    first: date
    last: date

    @property
    def is_whole(self) -> bool:
        return self.last - self.first == WEEK - timedelta(1)


def weeks(window: "DayWindow") -> list[Week]:
    """The weeks of a window, the earliest first: the last ends with it, so it is always whole."""
    weeks_so_far: list[Week] = []
    last = window.last
    while last >= window.first:
        weeks_so_far.append(Week(max(last - WEEK + timedelta(1), window.first), last))
        last -= WEEK
    return weeks_so_far[::-1]


@dataclass(frozen=True)
class WeeklyThroughput:
    """Cards finished in each week; `limits` of its XmR chart, from the whole weeks."""

    weeks: list[Week]
    counts: list[int]

    @cached_property
    def limits(self) -> xmr.ProcessLimits | None:
        return xmr.limits([c for w, c in zip(self.weeks, self.counts, strict=True) if w.is_whole])

    @property
    def signals(self) -> list[Week]:
        """The whole weeks outside the limits."""
        if self.limits is None:
            return []
        outside = self.limits.signals(self.counts)
        return [self.weeks[at] for at in outside if self.weeks[at].is_whole]


def throughput_by_week(window: "DayWindow", throughput: "Throughput") -> WeeklyThroughput:
    """The same cards, week by week."""
    by_week = weeks(window)
    return WeeklyThroughput(by_week, summed(by_week, throughput.days, throughput.counts))


def summed(weeks: list[Week], days: list[date], counts: list[int]) -> list[int]:
    """The counts of days, added up for each week; days are in order, and none lies before."""
    sums = [0] * len(weeks)
    at = 0
    for day, count in zip(days, counts, strict=True):
        while day > weeks[at].last:
            at += 1
        sums[at] += count
    return sums


def efficiency_by_week(flow: "Flow") -> list[tuple[Week, Efficiency]]:
    """Flow efficiency over the cards that finished in each week."""
    sums = {
        "cards": Count("pk"),
        "elapsed": Sum(F("finished_at") - F("started_at")),
        "blocked": Sum("blocked_for"),
        "waited": Sum("waited_for"),
        "idle": Sum("idle_for"),
    }
    rows: Any = flow.finished.order_by().values("finished_on").annotate(**sums)
    by_day = {row.pop("finished_on"): row for row in rows}
    return [(week, _together(week, by_day)) for week in weeks(flow.window)]


def _together(week: Week, by_day: dict[date, dict]) -> Efficiency:
    rows = [row for day, row in by_day.items() if week.first <= day <= week.last]
    times = {
        field: sum((row[field] or NO_TIME for row in rows), NO_TIME)
        for field in ("elapsed", "blocked", "waited", "idle")
    }
    return Efficiency(cards=sum(row["cards"] for row in rows), **times)

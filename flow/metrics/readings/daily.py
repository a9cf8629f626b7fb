"""What each day of a window changed, and what follows: lines, work in progress, throughput."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import F, Sum, Value
from django.db.models.functions import Greatest

from board.calendar import Counts
from board.models import Board
from flow.metrics.facts.summing import sums_among
from flow.metrics.measures import xmr
from flow.metrics.measures.workflow import Workflow
from flow.metrics.models import Delta
from flow.metrics.readings.window import Filters, Window

JOINED, GONE, DAYS_BEFORE, RESTATED = range(4)


class Daily:
    """The sums of each day of a window, column by column, and of all days before it together."""

    def __init__(self, board: Board, workflow: Workflow, window: Window, filters: Filters) -> None:
        self.window = window
        self.workflow = workflow
        length = len(window.dates) + 1  # the first place is for what was before
        self._sums: dict[int, Counts] = defaultdict(lambda: np.zeros((4, length), np.int64))
        eve = window.first - timedelta(1)
        for day, column, *sums in self._rows(board, filters, eve):
            place = max((day - eve).days, 0)
            if place < length:
                self._sums[column][:, place] += sums

    def line(self, column: int) -> Counts:
        """The cards counted at the end of each day in the line of this column."""
        joined, gone, *_others = self._sums[column]
        return np.cumsum(joined - gone)[1:]

    @property
    def arrivals(self) -> Counts:
        return self._sums[self._commitment][JOINED, 1:]

    @property
    def abandoned(self) -> Counts:
        return self._sums[self._commitment][GONE, 1:]

    @property
    def departures(self) -> Counts:
        """Finished on each day, on the very day."""
        return self._sums[self._done][JOINED, 1:]

    @property
    def wip(self) -> Counts:
        return self.line(self._commitment) - self.line(self._done)

    @property
    def days_before(self) -> Counts:
        """Of the work in progress on each day, summed: the days that counted before its start."""
        sums = self._sums[self._commitment] - self._sums[self._done]
        return np.cumsum(sums[DAYS_BEFORE])[1:]

    @property
    def restated(self) -> list[bool]:
        """Whether a day was told otherwise when it was over: a finish was reopened since, say."""
        return (np.cumsum(self._sums[self._done][RESTATED])[1:] > 0).tolist()

    @cached_property
    def _commitment(self) -> int:
        return self.workflow.columns[self.workflow.commitment]

    @cached_property
    def _done(self) -> int:
        return self.workflow.columns[self.workflow.done]

    def _rows(self, board: Board, filters: Filters, eve: date) -> Any:
        if not filters.are_of_places:
            rows = sums_among(board.cards.filter(filters.of_cards), self.workflow)
            return [(day, column, *sums) for day, column, _class, _lane, *sums in rows]
        deltas = Delta.objects.filter(filters.places, board=board, day__lte=self.window.last)
        by_day = deltas.annotate(at=Greatest("day", Value(eve))).values_list("at", "column")
        sums = {f"sum_{field}": Sum(F(field)) for field in FIELDS}
        return by_day.annotate(**sums).order_by()


FIELDS = ("joined", "gone", "days_before", "restated")


@dataclass(frozen=True)
class Line:
    """The line of a column in the cumulative flow diagram: a number for each day."""

    column: int
    name: str
    counts: list[int]


@dataclass(frozen=True)
class Cfd:
    """The cumulative flow diagram: a line for each column, left to right, which never cross.

    `restated` says of each day whether its past was told anew.
    """

    days: list[date]
    lines: list[Line]
    restated: list[bool]


@dataclass(frozen=True)
class WipDay:
    """The end of a day: what is in progress, how old that is together, and what the day changed.

    `limit` is the most that the limits in force let be in progress; None where they do not say.
    """

    day: date
    wip: int
    total_age: int
    arrivals: int
    departures: int
    abandoned: int
    limit: int | None

    @property
    def net_flow(self) -> int:
        return self.arrivals - self.departures - self.abandoned


@dataclass(frozen=True)
class Throughput:
    """Cards finished on each day that counts, days with zero among them; `limits` of its XmR chart."""

    days: list[date]
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        return self.total / len(self.counts) if self.counts else None

    @cached_property
    def limits(self) -> xmr.Limits | None:
        return xmr.limits(self.counts)

    @property
    def signals(self) -> list[date]:
        """The days outside the limits."""
        return [self.days[at] for at in self.limits.signals(self.counts)] if self.limits else []

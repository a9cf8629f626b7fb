"""The stored changes of each day of a window, and the answers made of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import starmap
from typing import Any

from django.db.models import F, Sum, Value
from django.db.models.functions import Greatest

from board.models import Board
from flow.metrics.definitions import xmr
from flow.metrics.definitions.daily import Daily, DayChange
from flow.metrics.definitions.workflow import Workflow
from flow.metrics.ledger.sums import sums_among
from flow.metrics.models import Delta
from flow.metrics.reports.window import DayWindow, Filters

FIELDS = ("joined", "gone", "days_before", "restated")


def daily_of(board: Board, workflow: Workflow, window: DayWindow, filters: Filters) -> Daily:
    """The days of a window, of the cards that these filters let through."""
    return Daily(
        starmap(DayChange, _changes(board, workflow, window, filters)),
        window.first,
        window.last,
        commitment=workflow.columns[workflow.commitment],
        done=workflow.columns[workflow.done],
    )


def _changes(board: Board, workflow: Workflow, window: DayWindow, filters: Filters) -> Any:
    """Return the changes of each day up to the end of the window; the days before it are one day."""
    if not filters.are_of_places:
        rows = sums_among(board.cards.filter(filters.of_cards), workflow)
        return [(day, column, *sums) for day, column, _class, _lane, *sums in rows]
    eve = window.first - timedelta(1)
    deltas = Delta.objects.filter(filters.places, board=board, day__lte=window.last)
    by_day = deltas.annotate(at=Greatest("day", Value(eve))).values_list("at", "column")
    return by_day.annotate(**{f"sum_{field}": Sum(F(field)) for field in FIELDS}).order_by()


@dataclass(frozen=True)
class ColumnLine:
    """The line of a column in the cumulative flow diagram: a number for each day."""

    column: int
    name: str
    counts: list[int]


@dataclass(frozen=True)
class Cfd:
    """The cumulative flow diagram: a line for each column, left to right, which never cross.

    `restated` says of each day whether its past was restated.
    """

    days: list[date]
    lines: list[ColumnLine]
    restated: list[bool]


@dataclass(frozen=True)
class WipDay:
    """The end of a day: what is in progress, how old that is together, and what the day changed.

    `limit` is the most that the limits in force let be in progress; None where they do not say.
    It leaves out the cards `apart`, of classes that limits do not count.
    """

    day: date
    wip: int
    total_age: int
    arrivals: int
    departures: int
    abandoned: int
    limit: int | None
    apart: int = 0

    @property
    def is_over(self) -> bool:
        """Whether more than the limit counts were in progress."""
        return self.limit is not None and self.wip - self.apart > self.limit

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
    def limits(self) -> xmr.ProcessLimits | None:
        return xmr.limits(self.counts)

    @property
    def signals(self) -> list[date]:
        """The days outside the limits."""
        return [self.days[at] for at in self.limits.signals(self.counts)] if self.limits else []

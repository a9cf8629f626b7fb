"""The numbers of flow once more: by numpy alone, from the stays of a board as arrays in memory.

It knows what the bench's boards have, and no more: no lanes, returns or archive, whole seconds, and
blocks that begin with a stay and end before it; a reason is told by its length. It shares no code
with `flow`, and is what a query for each number competes with.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from board.models import Board

Ints = NDArray[np.int64]
PERCENTS = (50, 70, 85, 95)
DAY, HOUR = 86_400, 3_600
STAYS = """
    COPY (
        SELECT stay.card_id, position, floor(extract(epoch FROM entered_at))::bigint,
            coalesce(extract(epoch FROM unblocked_at - blocked_at)::bigint, 0),
            coalesce(length(reason), 0)
        FROM board_stay AS stay
        JOIN board_column ON board_column.id = column_id
        LEFT JOIN board_block AS block ON block.card_id = stay.card_id AND blocked_at = entered_at
        WHERE board_id = {board} ORDER BY stay.card_id, entered_at, stay.id
    ) TO STDOUT
"""


@dataclass(frozen=True)
class Stays:
    """All stays of a board, card by card and in order: the column's rank, and when it began.

    `day` is counted from 1970 on, in the board's zone. `queues` and `done` are ranks: how many
    columns come before the commitment point, and before the first done column.
    """

    card: Ints
    rank: Ints
    entered: Ints  # seconds since 1970
    blocked: Ints  # for so many seconds
    reason: Ints
    day: Ints
    queues: int
    done: int
    waiting: tuple[int, ...]

    @classmethod
    def of(cls, board: Board) -> "Stays":
        with connection.cursor() as cursor, cursor.copy(STAYS.format(board=board.pk)) as copy:
            text = b"".join(copy)
        rows = np.array(text.split(), dtype=np.int64).reshape(-1, 5)
        card, rank, entered, blocked, reason = np.ascontiguousarray(rows.T)
        stages = [column.stage for column in board.columns.order_by("position")]
        return cls(
            *(card, rank, entered, blocked, reason, _days(entered, board)),
            queues=stages.count("queue"),
            done=len(stages) - stages.count("done"),
            waiting=tuple(rank for rank, stage in enumerate(stages) if stage == "waiting"),
        )

    # The cards ---------------------------------------------------------------------------------

    @cached_property
    def first(self) -> Ints:
        """Where each card's stays begin; and `last`, where they end."""
        return np.flatnonzero(np.r_[True, self.card[1:] != self.card[:-1]])

    @cached_property
    def last(self) -> Ints:
        return np.r_[self.first[1:], len(self.card)] - 1

    def first_at(self, rank: int) -> Ints:
        """Each card's first stay at this rank or further right; behind all stays for none."""
        places = np.where(self.rank >= rank, np.arange(len(self.rank)), len(self.rank))
        return np.minimum.reduceat(places, self.first)

    def run_at(self, rank: int) -> Ints:
        """Where the run at this rank or further right began that holds now; behind all for none."""
        places = np.where(self.rank < rank, np.arange(len(self.rank)), -1)
        begins = np.maximum(np.maximum.reduceat(places, self.first) + 1, self.first)
        return np.where(begins <= self.last, begins, len(self.rank))

    def finished(self, first: int, last: int) -> tuple[Ints, Ints]:
        """The stays that start and finish the cards which finished on these days."""
        start, finish = self.first_at(self.queues), self.run_at(self.done)
        day = np.r_[self.day, -1][finish]
        within = (day >= first) & (day <= last)
        return start[within], finish[within]

    def up_to_each_day(self, places: Ints, first: int, last: int) -> Ints:
        """How many of these stays began up to the end of each day."""
        days = self.day[places[places < len(self.day)]]
        counts = np.bincount(np.clip(days - first, -1, last - first + 1) + 1)
        return np.cumsum(np.resize(counts, last - first + 3))[1:-1]


# Each number ---------------------------------------------------------------------------------


def cycle_times(stays: Stays, first: int, last: int) -> list[float]:
    """Count, mean and percentiles."""
    start, finish = stays.finished(first, last)
    return _told(stays.day[finish] - stays.day[start] + 1)


def throughput(stays: Stays, first: int, last: int) -> list[int]:
    _start, finish = stays.finished(first, last)
    return np.bincount(stays.day[finish] - first, minlength=last - first + 1).tolist()


def cfd(stays: Stays, first: int, last: int) -> list[list[int]]:
    """Each column's line, left to right."""
    ranks = range(int(stays.rank.max()) + 1)
    begun = [stays.first_at(rank) if rank <= stays.queues else stays.run_at(rank) for rank in ranks]
    return [stays.up_to_each_day(places, first, last).tolist() for places in begun]


def wip(stays: Stays, first: int, last: int) -> list[int]:
    started = stays.up_to_each_day(stays.first_at(stays.queues), first, last)
    return (started - stays.up_to_each_day(stays.run_at(stays.done), first, last)).tolist()


def efficiency(stays: Stays, first: int, last: int) -> float:
    """Rounded to six places."""
    start, finish = stays.finished(first, last)
    idle = (stays.rank < stays.queues) | np.isin(stays.rank, stays.waiting)
    lasted = np.r_[np.diff(stays.entered), 0]
    waited = np.r_[0, np.cumsum(np.where(idle, lasted, stays.blocked))]
    elapsed = stays.entered[finish] - stays.entered[start]
    return round(float(1 - (waited[finish] - waited[start]).sum() / elapsed.sum()), 6)


def blocked(stays: Stays, first: int, last: int) -> list[list[int]]:
    """For each reason how often, how many cards and how many seconds; the longest first."""
    start, finish = stays.finished(first, last)
    steps = np.zeros(len(stays.card) + 1, np.int64)
    steps[start] += 1
    steps[finish] -= 1
    on = np.flatnonzero((np.cumsum(steps)[:-1] > 0) & (stays.blocked > 0))
    reason, seconds = stays.reason[on], stays.blocked[on]
    found = [
        [
            np.count_nonzero(reason == each),
            len(np.unique(stays.card[on][reason == each])),
            int(seconds[reason == each].sum()),
        ]
        for each in np.unique(reason)
    ]
    return sorted(found, key=lambda each: -each[2])


def pace(stays: Stays, first: int, last: int) -> list[list[int]]:
    """For each column in progress the ages at the last exit, as percentiles that do not fall."""
    start, finish = stays.finished(first, last)
    of_card = np.searchsorted(stays.first, start, side="right") - 1
    bands = [[0] * len(PERCENTS)]
    for rank in range(stays.queues, stays.done):
        there = np.where(stays.rank == rank, np.arange(len(stays.rank)), -1)
        exits = np.maximum.reduceat(there, stays.first)[of_card]
        been = exits >= 0
        ages = stays.day[exits[been] + 1] - stays.day[start[been]] + 1
        if rank == stays.done - 1:
            ages = stays.day[finish] - stays.day[start] + 1
        bands.append(np.maximum(bands[-1], percentiles(ages)).tolist())
    return bands[1:]


def how_many(stays: Stays, first: int, last: int, days: int = 30) -> list[int]:
    """At 50/70/85/95 %: the largest number of cards that so many days reach."""
    counts = throughput(stays, first, last)
    a_day = np.bincount(counts) / len(counts)
    total = np.ones(1)
    for _ in range(days):
        total = np.convolve(total, a_day)
    reached = np.cumsum(total[::-1])[::-1]
    return [int(np.flatnonzero(reached >= p / 100 - 1e-12).max()) for p in PERCENTS]


def ages(stays: Stays, today: int) -> list[int]:
    """Of the work in progress, the oldest first."""
    start, going = stays.first_at(stays.queues), stays.run_at(stays.done) == len(stays.rank)
    going &= start < len(stays.rank)
    return np.sort(today - stays.day[start[going]] + 1)[::-1].tolist()


def percentiles(values: Ints) -> list[int]:
    places = [(p * len(values) + 99) // 100 - 1 for p in PERCENTS]
    return np.partition(values, places)[places].tolist()


def number_of(day: date) -> int:
    """How many days after 1970 began."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _told(days: Ints) -> list[float]:
    return [len(days), round(float(days.mean()), 6), *percentiles(days)]


def _days(seconds: Ints, board: Board) -> Ints:
    """The local days; clocks are put back or forward at full hours."""
    hours = seconds // HOUR
    begin = int(hours.min())
    offsets = np.array(
        [
            datetime.fromtimestamp(hour * HOUR, UTC).astimezone(board.zone).utcoffset().seconds
            for hour in range(begin, int(hours.max()) + 1)
        ]
    )
    return (seconds + offsets[hours - begin]) // DAY

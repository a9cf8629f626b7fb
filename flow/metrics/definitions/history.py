"""The history of a card, and the passages that follow from it.

Moments in, moments out; which calendar day a moment belongs to is asked afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from flow.metrics.definitions.spans import Span, length
from flow.metrics.definitions.workflow import Workflow

Moment = datetime | None


class ColumnStay(NamedTuple):
    """A stay of a card in a column, whatever the lane; the open one has not been left."""

    column: int
    entered_at: datetime
    left_at: Moment


@dataclass(frozen=True, slots=True)
class History:
    """The stays of a card in order, without those that were undone; when it was returned to the
    backlog (undone returns left out); when it was archived or deleted, if it is now; its blocks.
    """

    visits: Sequence[ColumnStay]
    returns: Sequence[datetime] = ()
    archived_at: Moment = None
    blocks: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class CardPassage:
    """A card's way from the commitment point on.

    `settled` has for each column from the commitment point on since when the card counts there in
    the cumulative flow diagram; `left` for each column in progress when the card left it for the
    last time. Times are those up to the end of the passage, None while it goes on.
    """

    started_at: datetime
    finished_at: Moment
    abandoned_at: Moment
    settled: tuple[Moment, ...]
    left: tuple[Moment, ...]
    blocked: timedelta | None
    waited: timedelta | None
    idle: timedelta | None


def passages(history: History, workflow: Workflow) -> list[CardPassage]:
    """The passages of a card, the last one last.

    *Start*: the first entry into a column at or after the commitment point, kept when the card
    moves back (Vacanti). A return to the backlog abandons the passage, and a later entry starts
    another (ours).
    """
    ended = []
    begin: Moment = None
    for returned_at in (*history.returns, None):
        visits = list(_between(history.visits, begin, returned_at))
        while visits and workflow.rank[visits[0].column] < workflow.commitment:
            visits.pop(0)
        if visits:
            ended.append(_passage(visits, returned_at, history, workflow))
        begin = returned_at
    return ended


def options(history: History, workflow: Workflow) -> tuple[Moment, ...]:
    """For each column before the commitment point, the first entry there or further on (ours).

    It is when the card began to count in that line of the cumulative flow diagram.
    """
    moments: list[Moment] = [None] * workflow.commitment
    reached = 0
    for visit in history.visits:
        further = min(workflow.rank[visit.column] + 1, workflow.commitment)
        while reached < further:
            moments[reached] = visit.entered_at
            reached += 1
    return tuple(moments)


def restated(history: History, workflow: Workflow) -> list[Span]:
    """The times that were different before: a finish that was taken back, an absence restored.

    A reopening un-finishes, and time in the archive breaks no run; so the days between are counted
    again (ours). A card that was given back in a column that is done today was not finished either.
    """
    spans: list[Span] = []
    begin: Moment = None
    for returned_at in (*history.returns, None):
        visits = list(_between(history.visits, begin, returned_at))
        spans += _taken_back(visits, returned_at, workflow)
        spans += _absences(visits, workflow)
        begin = returned_at
    return spans


def _taken_back(
    visits: Sequence[ColumnStay], returned_at: Moment, workflow: Workflow
) -> Iterator[Span]:
    """From each finish that did not last until it was reopened, or given back at the end."""
    finished_at: Moment = None
    for visit in visits:
        if workflow.rank[visit.column] >= workflow.done:
            finished_at = finished_at or visit.entered_at
        elif finished_at:
            yield Span(finished_at, visit.entered_at)
            finished_at = None
    if finished_at and returned_at:
        yield Span(finished_at, returned_at)


def _absences(visits: Sequence[ColumnStay], workflow: Workflow) -> Iterator[Span]:
    """In the archive, unfinished; unless the card had not yet come to any column of today."""
    counted = False
    for visit, following in pairwise(visits):
        rank = workflow.rank[visit.column]
        counted = counted or rank >= 0
        left_at, back_at = visit.left_at, following.entered_at
        if counted and rank < workflow.done and left_at and left_at < back_at:
            yield Span(left_at, back_at)


def waiting(
    visits: Sequence[ColumnStay], begin: datetime, end: datetime, workflow: Workflow
) -> list[Span]:
    """When nobody worked on a started card: its stays in waiting and, moved back, queue columns."""
    return [
        Span(max(visit.entered_at, begin), min(visit.left_at or end, end))
        for visit in visits
        if visit.column in workflow.idle and visit.entered_at < end
    ]


def blocked(blocks: Sequence[Span], begin: datetime, end: datetime) -> list[Span]:
    """The blocks within begin..end; an open one lasts to the end."""
    return [Span(max(block.begin, begin), min(block.end or end, end)) for block in blocks]


def _between(visits: Sequence[ColumnStay], begin: Moment, end: Moment) -> Iterator[ColumnStay]:
    """The visits after one return and before the next, cut to that time."""
    for visit in visits:
        if begin and visit.left_at and visit.left_at <= begin:
            continue
        if end and visit.entered_at >= end and visit.left_at != end:
            break
        entered_at = max(visit.entered_at, begin) if begin else visit.entered_at
        cut = end is not None and (visit.left_at is None or visit.left_at > end)
        yield ColumnStay(visit.column, entered_at, end if cut else visit.left_at)


def _passage(
    visits: Sequence[ColumnStay], returned_at: Moment, history: History, workflow: Workflow
) -> CardPassage:
    """The passage with these visits, from its start on."""
    started_at = visits[0].entered_at
    settled = _settled(visits, workflow)
    place_of_done = workflow.done - workflow.commitment
    finished_at = settled[place_of_done] if returned_at is None else None
    abandoned_at = None if finished_at else (returned_at or history.archived_at)
    if finished_at is None:
        settled[place_of_done:] = [None] * len(settled[place_of_done:])
    last_left = {visit.column: visit.left_at for visit in visits}
    end = finished_at or abandoned_at
    times: list[timedelta | None] = [None] * 3
    if end:
        waits = waiting(visits, started_at, end, workflow)
        stops = blocked(history.blocks, started_at, end)
        times = [length(stops), length(waits), length([*waits, *stops])]
    return CardPassage(
        started_at,
        finished_at,
        abandoned_at,
        tuple(settled),
        tuple(last_left.get(column) for column in workflow.in_progress),
        *times,
    )


def _settled(visits: Sequence[ColumnStay], workflow: Workflow) -> list[Moment]:
    """For each column from the commitment point on, when the run there or further on began.

    A *run* is a chain of consecutive stays; of each column it is the one that holds at the last
    of these visits. The commitment point itself keeps the first entry.
    """
    moments: list[Moment] = [None] * len(workflow.started)
    lowest = len(workflow.columns) - 1
    for visit in reversed(visits):
        lowest = min(lowest, workflow.rank[visit.column])
        if lowest <= workflow.commitment:
            break
        moments[1 : lowest - workflow.commitment + 1] = [visit.entered_at] * (
            lowest - workflow.commitment
        )
    moments[0] = visits[0].entered_at
    return moments

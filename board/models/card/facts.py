"""The dates that follow from the stays of a card: arrival, start and finish (docs/flow.md).

The verbs keep these facts while they move a card. When the columns themselves change, or a move is
undone under other columns than it was made, they are counted again from the stays, under
today's stages.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from board.models.column.column import Column


class ColumnTime(Protocol):
    """The time of a card in one column: a stay, or what will be one."""

    @property
    def column_id(self) -> int: ...

    @property
    def entered_at(self) -> datetime: ...

    @property
    def left_at(self) -> datetime | None: ...


class Facts(NamedTuple):
    """Moments in UTC; None for what has not happened."""

    arrived_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def facts_of(
    stays: Sequence[ColumnTime],
    columns: "Mapping[int, Column]",
    returned_at: datetime | None = None,
) -> Facts:
    """Return the facts of a card with these stays, in order and without voided ones.

    `returned_at` is the last return to the backlog: earlier stays do not count. Time in the archive
    does not interrupt a run of stays in one column. Raises ValueError for a card without stays.
    """
    if not stays:
        raise ValueError("a card has at least one stay")
    started_at = finished_at = None
    for stay in stays:
        if returned_at and stay.left_at and stay.left_at <= returned_at:
            continue
        column = columns[stay.column_id]
        since = max(stay.entered_at, returned_at) if returned_at else stay.entered_at
        if column.is_started and started_at is None:
            started_at = since
        finished_at = (finished_at or since) if column.is_done else None
    return Facts(_arrival(stays), started_at, finished_at)


def _arrival(stays: Sequence[ColumnTime]) -> datetime:
    """Return the moment at which the card came into its column."""
    arrived_at = stays[-1].entered_at
    for stay in reversed(stays):
        if stay.column_id != stays[-1].column_id:
            break
        arrived_at = stay.entered_at
    return arrived_at

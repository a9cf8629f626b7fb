"""Where finished work spent its time, and what is blocked now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from board.models import Block

if TYPE_CHECKING:
    from flow.metrics.reports.flow import Flow

A_DAY = timedelta(days=1)

# For each column in progress: over the finished cards that were there, from start to finish.
TIMES = """
    WITH finished AS ({finished}), spent AS (
        SELECT stay.column_id, stay.card_id, extract(epoch FROM sum(
            least(stay.left_at, finished_at) - greatest(stay.entered_at, started_at)
        )) AS seconds
        FROM finished JOIN board_stay stay USING (card_id)
        WHERE stay.voided_at IS NULL AND stay.entered_at < finished_at
            AND coalesce(stay.left_at, finished_at) > started_at
        GROUP BY stay.column_id, stay.card_id
    )
    SELECT column_id, count(*), sum(seconds),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds),
        percentile_disc(0.85) WITHIN GROUP (ORDER BY seconds)
    FROM spent GROUP BY column_id
"""


@dataclass(frozen=True)
class TimeInColumn:
    """How long finished cards had been in a column, over all their stays there, in seconds.

    `half` and `most` are the 50th and 85th percentiles of the cards that were there at all.
    """

    column: int
    name: str
    cards: int
    total: float
    half: float
    most: float

    @property
    def mean(self) -> float:
        return self.total / self.cards


def time_in_columns(flow: "Flow") -> list[TimeInColumn]:
    """Each column of the board in which `finished` spent time, left to right."""
    passages = flow.finished.order_by().values("card_id", "started_at", "finished_at")
    finished, values = passages.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(TIMES.format(finished=finished), values)
        by_column = {column: row for column, *row in cursor.fetchall()}
    names = dict(flow.board.columns.values_list("pk", "name"))
    return [
        TimeInColumn(column, names[column], cards, *(float(each) for each in seconds))
        for column in flow.workflow.columns
        if column in by_column
        for cards, *seconds in [by_column[column]]
    ]


def blocked_at(flow: "Flow", moment: datetime) -> int:
    """How many cards on the board were blocked at a moment."""
    standing = Q(unblocked_at=None) | Q(unblocked_at__gt=moment)
    cards = flow.board.cards.filter(flow.filters.of_cards, archived_at=None)
    return Block.objects.filter(standing, card__in=cards, blocked_at__lte=moment).count()


def standing_reasons(flow: "Flow") -> dict[str, int]:
    """Why cards on the board are blocked now, and how many for each reason."""
    cards = flow.board.cards.filter(flow.filters.of_cards, archived_at=None)
    reasons = Block.objects.standing().filter(card__in=cards).values_list("reason", flat=True)
    counts: dict[str, int] = {}
    for reason in reasons:
        counts[reason] = counts.get(reason, 0) + 1
    return counts

"""The summary of a board's flags. Pure, but for the flags that are read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from board.models import Board
from flow.flags.models import TEMPORARY, Flag, FlagIncident, FlagStage
from flow.metrics.definitions.percentile import rank


@dataclass(frozen=True)
class FlagSummary:
    """`average_age_days` is that of the temporary flags that live, both ends counted;
    `deploy_to_everybody_days` the median from the first time that production asked to the first time
    that everybody had it, both ends counted. None where there is none."""

    active: int
    temporary: int
    average_age_days: float | None
    overdue: int
    deploy_to_everybody_days: int | None
    incidents: int


def summary(board: Board, today: date) -> FlagSummary:
    """In two statements."""
    rows = Flag.objects.of(board).facts_to_sum_up()
    living = [row for row in rows if row[1] != FlagStage.REMOVED]
    temporary = [row for row in living if row[0] in TEMPORARY]
    ages = [_days(board, row[2], today) for row in temporary]
    ways = [_way(board, asked, full) for *_rest, asked, full in rows if full]
    return FlagSummary(
        active=len(living),
        temporary=len(temporary),
        average_age_days=sum(ages) / len(ages) if ages else None,
        overdue=sum(row[3] < today for row in temporary),
        deploy_to_everybody_days=_median(ways),
        incidents=FlagIncident.objects.of(board).count(),
    )


def _days(board: Board, since: datetime, until: date) -> int:
    return (until - board.day_of(since)).days + 1


def _way(board: Board, asked: datetime | None, full: datetime) -> int:
    begin = min(asked, full) if asked else full
    return _days(board, begin, board.day_of(full))


def _median(days: Collection[int]) -> int | None:
    """By nearest rank."""
    return sorted(days)[rank(len(days), 50)] if days else None

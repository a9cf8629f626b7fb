from pydantic import BaseModel

from flow.metrics.api.answers.values import by_p
from flow.metrics.api.answers.window import InWindow
from flow.metrics.definitions.percentile import SHOWN
from flow.metrics.reports.times import ColumnPace


class ColumnPaceAnswer(BaseModel):
    """The ages by which finished cards had left a column, and what the board goes by."""

    column: str
    column_id: int
    count: int
    too_few: bool
    percentiles: dict[str, int]
    in_force: list[int] | None
    is_automatic: bool


class ExpectationAnswer(BaseModel):
    """The service level expectation: a percentage of cards within a number of days."""

    percent: int
    days: int | None
    is_automatic: bool


class PaceAnswer(InWindow):
    columns: list[ColumnPaceAnswer]
    sle: ExpectationAnswer


def column_pace_answer(pace: ColumnPace) -> ColumnPaceAnswer:
    return ColumnPaceAnswer(
        column=pace.name,
        column_id=pace.column,
        count=pace.count,
        too_few=pace.too_few,
        percentiles=by_p(dict(zip(SHOWN, pace.measured or (), strict=False))),
        in_force=list(pace.in_force) if pace.in_force else None,
        is_automatic=pace.is_automatic,
    )

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from flow.metrics.api.answers.window import InWindow
from flow.metrics.reports.batches import Batches


class TooLargeCounts(BaseModel):
    """How often the size of a card stopped it at its start."""

    refused: int = Field(description="Each card once a day.")
    overridden: int = Field(description="Started all the same, with a reason.")


class BatchWeekAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    finished: int
    within_target: int | None


class BatchesAnswer(InWindow):
    """How small the cards are."""

    finished: int
    within_target: int | None = Field(description="Cycle time of at most `target_days`.")
    share: float | None = Field(description="Percent of the finished ones, not rounded.")
    target_days: int | None
    not_described: int = Field(
        description="Cards that started and have no scenarios; deleted ones are left out."
    )
    split: int = Field(description="Splits that were not undone.")
    too_large: TooLargeCounts
    weeks: list[BatchWeekAnswer]


def batches_answer(reading: Batches, **window: Any) -> BatchesAnswer:
    return BatchesAnswer(
        **window,
        finished=reading.finished,
        within_target=reading.within_target,
        share=reading.share,
        target_days=reading.target_days,
        not_described=reading.not_described,
        split=reading.split,
        too_large=TooLargeCounts(refused=reading.refused, overridden=reading.overridden),
        weeks=[
            BatchWeekAnswer(
                first=each.week.first,
                last=each.week.last,
                finished=each.finished,
                within_target=each.within_target,
            )
            for each in reading.weeks
        ],
    )

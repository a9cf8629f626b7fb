from datetime import date

from pydantic import BaseModel, Field

from board.api.answers.pages import Page
from flow.metrics.api.answers.values import seconds
from flow.metrics.api.answers.window import FlowAnswer
from flow.metrics.reports.times import Aging


class AgingCard(BaseModel):
    """A card in progress."""

    number: int
    title: str
    column: str
    column_id: int
    started_on: date
    age: int
    seconds_in_column: int = Field(description="Over all its stays there.")
    percentile: int | None = Field(
        description="How many percent of the finished cards had left this column by its age."
    )
    level: int = Field(description="How many of the four thresholds of the pace it has reached.")


class AgingAnswer(Page[AgingCard], FlowAnswer):
    """The cards in progress, the oldest first."""


def aging_card(card: Aging) -> AgingCard:
    return AgingCard(
        number=card.number,
        title=card.title,
        column=card.column,
        column_id=card.column_id,
        started_on=card.started_on,
        age=card.age,
        seconds_in_column=seconds(card.in_column),
        percentile=card.percentile,
        level=card.level,
    )

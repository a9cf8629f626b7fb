from datetime import date

from pydantic import BaseModel, Field

from flow.metrics.api.answers.window import InWindow


class CfdColumn(BaseModel):
    id: int
    name: str


class CfdDay(BaseModel):
    day: date
    counts: list[int] = Field(description="One for each column, left to right.")
    restated: bool = Field(description="Whether this day was different before a card was reopened.")


class CfdAnswer(InWindow):
    """The cumulative flow diagram."""

    columns: list[CfdColumn]
    days: list[CfdDay]

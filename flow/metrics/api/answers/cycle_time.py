from collections.abc import Callable
from datetime import date

from pydantic import BaseModel, Field

from board.api.answers.pages import Page
from flow.metrics.api.answers.window import InWindow
from flow.metrics.models import Passage


class Finished(BaseModel):
    """A card that was finished, its cycle time and its lead time."""

    number: int
    started_on: date
    finished_on: date
    days: int
    lead_days: int = Field(description="From the day on which the card was made.")


class CycleTimeAnswer(Page[Finished], InWindow):
    """The cycle times of the cards finished in the window; the last one first."""

    mean: float | None
    percentiles: dict[str, int] = Field(description="By nearest rank; empty without any cards.")
    too_few: bool = Field(description="Fewer than 10 cards: too few to trust the percentiles.")


def finished_card(passage: Passage, *, lead_time: Callable[[Passage], int]) -> Finished:
    assert passage.finished_on
    assert passage.days
    return Finished(
        number=passage.card.number,
        started_on=passage.started_on,
        finished_on=passage.finished_on,
        days=passage.days,
        lead_days=lead_time(passage),
    )

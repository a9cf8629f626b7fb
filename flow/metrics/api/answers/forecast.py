from datetime import date

from pydantic import BaseModel, Field

from flow.metrics.api.answers.values import by_p
from flow.metrics.api.answers.window import InWindow
from flow.metrics.definitions.forecast import Distribution
from flow.metrics.reports.forecasts import HowMany, When


class Chance(BaseModel):
    value: int
    chance: float


class HowManyAnswer(BaseModel):
    """How many cards are finished in a number of days; with p % this number or more."""

    days: int
    answers: dict[str, int] = Field(description="Empty where nothing was finished in the window.")
    distribution: list[Chance]


class WhenAnswer(BaseModel):
    """In how many days a number of cards is finished; with p % in this number or fewer."""

    items: int
    answers: dict[str, int] = Field(description="Without those too far away to say.")
    dates: dict[str, date]
    distribution: list[Chance]


class ForecastAnswer(InWindow):
    """The forecast from the throughput of the window."""

    words: str = Field(description="Why there is no answer, where there is none.")
    how_many: HowManyAnswer | None
    when: WhenAnswer | None


def how_many_answer(forecast: HowMany) -> HowManyAnswer:
    return HowManyAnswer(
        days=forecast.days,
        answers=by_p(forecast.answers),
        distribution=_chances(forecast.distribution),
    )


def when_answer(forecast: When) -> WhenAnswer:
    return WhenAnswer(
        items=forecast.items,
        answers=by_p(forecast.answers),
        dates=by_p(forecast.dates),
        distribution=_chances(forecast.distribution),
    )


def _chances(distribution: Distribution | None) -> list[Chance]:
    if distribution is None:
        return []
    chances = enumerate(distribution.chances.tolist(), start=distribution.first)
    return [Chance(value=value, chance=chance) for value, chance in chances]

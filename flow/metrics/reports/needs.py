"""The needed throughput for a number of cards to be done by a date."""

from dataclasses import dataclass

from flow.metrics.reports.daily import Throughput
from flow.metrics.reports.forecasts import HowMany

WEEK = 7


@dataclass(frozen=True)
class Need:
    """A number of cards in a number of days that count, compared with days like those of the past.

    `per_week` and `past_per_week` are cards in seven days that count; None where no day is left, or
    none was counted. `chance` is that of finishing them, in %; None where nothing can be said.
    """

    cards: int
    days: int
    per_week: float | None
    past_per_week: float | None
    chance: float | None


def need(forecast: HowMany, throughput: Throughput, cards: int) -> Need:
    mean = throughput.mean
    return Need(
        cards,
        forecast.days,
        per_week=WEEK * cards / forecast.days if forecast.days else None,
        past_per_week=None if mean is None else WEEK * mean,
        chance=_chance(forecast, cards),
    )


def _chance(forecast: HowMany, cards: int) -> float | None:
    if forecast.distribution is None:
        return None
    _less, enough = forecast.distribution.parted(cards)
    return 100 * min(enough, 1.0)

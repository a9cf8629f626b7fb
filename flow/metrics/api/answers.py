"""What the API says of flow. Days are those of the board's zone; times are in seconds."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from board.api.answers.pages import Page
from flow.metrics.definitions.forecast import Distribution
from flow.metrics.definitions.percentile import SHOWN
from flow.metrics.definitions.stability import Stability
from flow.metrics.definitions.xmr import ProcessLimits
from flow.metrics.models import Passage
from flow.metrics.reports.batches import Batches
from flow.metrics.reports.daily import WipDay
from flow.metrics.reports.forecasts import HowMany, When
from flow.metrics.reports.times import Aging, Blocker, ColumnPace, Efficiency

Number = TypeVar("Number")

AsOf = int | None
AS_OF = Field(description="The version of the board whose figures these are; null: none yet.")


class FlowAnswer(BaseModel):
    """What every answer begins with."""

    as_of: AsOf = AS_OF


class InWindow(FlowAnswer):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")


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


class XmR(BaseModel):
    """The limits of an XmR chart, not rounded."""

    mean: float
    moving_range: float
    lower: float = Field(description="0 says nothing.")
    upper: float


class ThroughputDay(BaseModel):
    day: date
    count: int


class ThroughputAnswer(InWindow):
    """Cards finished on each day that counts, days with zero among them."""

    total: int
    mean: float | None
    limits: XmR | None
    signals: list[date] = Field(description="The days outside the limits.")
    days: list[ThroughputDay]


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


class WipDayAnswer(BaseModel):
    """The end of a day, and what changed on it."""

    day: date
    wip: int
    total_age: int
    arrivals: int
    departures: int
    abandoned: int
    net_flow: int
    limit: int | None = Field(description="The most that the limits of that day allow, if they do.")


class StabilityAnswer(BaseModel):
    """Little's law, as a check: the average in progress against throughput × cycle time."""

    average_wip: float
    expected_wip: float
    ratio: float


class WipAnswer(InWindow):
    days: list[WipDayAnswer]
    stability: StabilityAnswer | None


class EfficiencyAnswer(InWindow):
    """How much of the time between start and finish somebody could work, over all finished cards."""

    cards: int
    elapsed: int
    blocked: int
    waiting: int
    idle: int = Field(description="Blocked, waiting or both; what overlaps counts once.")
    efficiency: float | None


class BlockedReason(BaseModel):
    reason: str
    times: int
    cards: int
    seconds: int


class BlockedAnswer(InWindow):
    """What blocked the finished cards between their start and finish, the longest first."""

    items: list[BlockedReason]


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
    """What the throughput of the window says about the days to come."""

    words: str = Field(description="Why there is no answer, where there is none.")
    how_many: HowManyAnswer | None
    when: WhenAnswer | None


def by_p(percentiles: dict[int, Number]) -> dict[str, Number]:
    """JSON knows no numbers as names."""
    return {str(p): value for p, value in percentiles.items()}


def finished(passage: Passage, *, lead_time: Callable[[Passage], int]) -> Finished:
    assert passage.finished_on
    assert passage.days
    return Finished(
        number=passage.card.number,
        started_on=passage.started_on,
        finished_on=passage.finished_on,
        days=passage.days,
        lead_days=lead_time(passage),
    )


def aging(card: Aging) -> AgingCard:
    return AgingCard(
        number=card.number,
        title=card.title,
        column=card.column,
        column_id=card.column_id,
        started_on=card.started_on,
        age=card.age,
        seconds_in_column=_seconds(card.in_column),
        percentile=card.percentile,
        level=card.level,
    )


def xmr(limits: ProcessLimits | None) -> XmR | None:
    return XmR(**asdict(limits)) if limits else None


def wip_day(day: WipDay) -> WipDayAnswer:
    return WipDayAnswer(**asdict(day), net_flow=day.net_flow)


def stability(found: Stability | None) -> StabilityAnswer | None:
    if found is None:
        return None
    return StabilityAnswer(
        average_wip=found.average_wip, expected_wip=found.expected_wip, ratio=found.ratio
    )


def efficiency(found: Efficiency, **window: Any) -> EfficiencyAnswer:
    return EfficiencyAnswer(
        **window,
        cards=found.cards,
        elapsed=_seconds(found.elapsed),
        blocked=_seconds(found.blocked),
        waiting=_seconds(found.waited),
        idle=_seconds(found.idle),
        efficiency=found.value,
    )


def blocked(found: Blocker) -> BlockedReason:
    return BlockedReason(
        reason=found.reason,
        times=found.times,
        cards=found.cards,
        seconds=_seconds(found.blocked),
    )


def column_pace(found: ColumnPace) -> ColumnPaceAnswer:
    return ColumnPaceAnswer(
        column=found.name,
        column_id=found.column,
        count=found.count,
        too_few=found.too_few,
        percentiles=by_p(dict(zip(SHOWN, found.measured or (), strict=False))),
        in_force=list(found.in_force) if found.in_force else None,
        is_automatic=found.is_automatic,
    )


def how_many(found: HowMany) -> HowManyAnswer:
    return HowManyAnswer(
        days=found.days,
        answers=by_p(found.answers),
        distribution=_chances(found.distribution),
    )


def when(found: When) -> WhenAnswer:
    return WhenAnswer(
        items=found.items,
        answers=by_p(found.answers),
        dates=by_p(found.dates),
        distribution=_chances(found.distribution),
    )


def _chances(distribution: Distribution | None) -> list[Chance]:
    if distribution is None:
        return []
    chances = enumerate(distribution.chances.tolist(), start=distribution.first)
    return [Chance(value=value, chance=chance) for value, chance in chances]


def _seconds(time: timedelta) -> int:
    return round(time.total_seconds())


def batches(reading: Batches, **window: Any) -> BatchesAnswer:
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

from dataclasses import asdict
from datetime import date

from pydantic import BaseModel, Field

from flow.metrics.api.answers.window import InWindow
from flow.metrics.definitions.stability import Stability
from flow.metrics.reports.daily import WipDay


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


def wip_day_answer(day: WipDay) -> WipDayAnswer:
    return WipDayAnswer(**asdict(day), net_flow=day.net_flow)


def stability_answer(drift: Stability | None) -> StabilityAnswer | None:
    if drift is None:
        return None
    return StabilityAnswer(
        average_wip=drift.average_wip, expected_wip=drift.expected_wip, ratio=drift.ratio
    )

from dataclasses import asdict
from datetime import date

from pydantic import BaseModel, Field

from flow.metrics.api.answers.window import InWindow
from flow.metrics.definitions.xmr import ProcessLimits


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


def xmr_limits(limits: ProcessLimits | None) -> XmR | None:
    return XmR(**asdict(limits)) if limits else None

"""The answers of the API about measures: the five, sizes, the trunk."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from flow.delivery.measures.figure import DeliveryFigure


class FigureAnswer(BaseModel):
    value: float | None
    unit: str
    n: int
    why: str | None = None


class FrequencyAnswer(FigureAnswer):
    days_with: int | None = None


class LeadTimeAnswer(FigureAnswer):
    percentiles: dict[str, float] = {}
    negative: int = Field(0, description="Changes whose time is negative; they are not counted.")


class FailRateAnswer(FigureAnswer):
    failed: int = 0


class RecoveryAnswer(FigureAnswer):
    open: int = Field(0, description="Incidents that a deployment caused and that are open.")


class ReworkAnswer(FigureAnswer):
    unplanned: int = 0


class DoraAnswer(BaseModel):
    """The five measures."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    deployment_frequency: FrequencyAnswer
    change_lead_time: LeadTimeAnswer
    change_fail_rate: FailRateAnswer
    failed_deployment_recovery_time: RecoveryAnswer
    deployment_rework_rate: ReworkAnswer


class SizesAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    changes: int
    small: int
    middle: int
    large: int
    not_known: int
    share_small: float | None = Field(description="Percent of those whose size is known.")
    files: dict[str, int]
    lines: dict[str, int]
    changes_per_deployment: float | None


class TrunkNow(BaseModel):
    repository: str
    state: str
    since: datetime | None


class TrunkAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    now: list[TrunkNow]
    green_at_first: FigureAnswer
    red_to_green: FigureAnswer
    changes_a_day: FigureAnswer
    age_at_merge: FigureAnswer


def figure_fields(figure: DeliveryFigure) -> dict[str, Any]:
    fields = {"value": figure.value, "unit": figure.unit, "n": figure.n}
    return fields | ({"why": figure.why} if figure.why else {}) | figure.beside

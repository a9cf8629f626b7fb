from typing import Any

from pydantic import Field

from flow.metrics.api.answers.values import seconds
from flow.metrics.api.answers.window import InWindow
from flow.metrics.reports.times import Efficiency


class EfficiencyAnswer(InWindow):
    """How much of the time between start and finish somebody could work, over all finished cards."""

    cards: int
    elapsed: int
    blocked: int
    waiting: int
    idle: int = Field(description="Blocked, waiting or both; what overlaps counts once.")
    efficiency: float | None


def efficiency_answer(figures: Efficiency, **window: Any) -> EfficiencyAnswer:
    return EfficiencyAnswer(
        **window,
        cards=figures.cards,
        elapsed=seconds(figures.elapsed),
        blocked=seconds(figures.blocked),
        waiting=seconds(figures.waited),
        idle=seconds(figures.idle),
        efficiency=figures.value,
    )

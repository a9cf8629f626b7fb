from dataclasses import dataclass, field
from typing import Any

from flow.metrics.definitions.percentile import SHOWN, percentile, percentiles


@dataclass(frozen=True)
class DeliveryFigure:
    """One number: its value, its unit, of how many it is made, and, if there is none, why."""

    value: float | None
    unit: str
    n: int
    why: str = ""
    beside: dict[str, Any] = field(default_factory=dict)  # figures that are shown with it


def nothing(unit: str, why: str, **beside: Any) -> DeliveryFigure:
    return DeliveryFigure(None, unit, 0, why, beside)


def share(part: int, whole: int, why: str) -> DeliveryFigure:
    """A share in percent, not rounded."""
    return nothing("%", why) if whole == 0 else DeliveryFigure(100 * part / whole, "%", whole)


def median_hours(seconds: list[int], why: str, **beside: Any) -> DeliveryFigure:
    """The median of these times, by nearest rank."""
    if not seconds:
        return nothing("hours", why, **beside)
    return DeliveryFigure(percentile(seconds, 50) / 3600, "hours", len(seconds), "", beside)


def percentiles_in_hours(seconds: list[int]) -> dict[str, float]:
    return {str(p): value / 3600 for p, value in percentiles(seconds, SHOWN).items()}

"""Values in the way of JSON."""

from datetime import timedelta
from typing import TypeVar

Number = TypeVar("Number")


def by_p(percentiles: dict[int, Number]) -> dict[str, Number]:
    """JSON knows no numbers as names."""
    return {str(p): value for p, value in percentiles.items()}


def seconds(time: timedelta) -> int:
    return round(time.total_seconds())

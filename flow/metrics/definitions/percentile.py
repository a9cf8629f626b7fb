"""Percentiles, by one rule everywhere: nearest rank, counted in integers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHOWN = (50, 70, 85, 95)  # the percentiles that pages, answers and mails give
ENOUGH = 10  # fewer values than this are shown and marked as too few to trust (ours)


def rank(count: int, p: int) -> int:
    """The place of the p-percentile among this many sorted values, counted from 0.

    The smallest place at or below which at least p % of the values are: PostgreSQL's
    `percentile_disc`. Raises ValueError without values, and unless p is from 1 to 100.
    """
    if count < 1 or not 1 <= p <= 100:
        raise ValueError(f"no {p}-percentile of {count} values")
    return (p * count + 99) // 100 - 1


def percentile(values: "Sequence[int] | NDArray[Any]", p: int) -> Any:
    """The p-percentile of values in any order: always one of them, in their unit."""
    return in_order(values)[rank(len(values), p)].item()


def percentiles(
    values: "Sequence[int] | NDArray[Any]", ps: Sequence[int] = SHOWN
) -> dict[int, Any]:
    """Several percentiles, by p. Without values there are none."""
    if len(values) == 0:
        return {}
    ordered = in_order(values)
    return {p: ordered[rank(len(ordered), p)].item() for p in ps}


def reached(values: "Sequence[int] | NDArray[Any]", value: float) -> int | None:
    """The largest p from 0 to 100 whose percentile this value has reached; None without values.

    It shows how an age compares with the cycle times of finished cards.
    """
    if len(values) == 0:
        return None
    return 100 * int(np.count_nonzero(np.asarray(values) <= value)) // len(values)


def too_few(count: int) -> bool:
    """Whether this many values are too few to trust their percentiles."""
    return count < ENOUGH


def in_order(values: "Sequence[int] | NDArray[Any]") -> NDArray[Any]:
    return np.sort(np.asarray(values))

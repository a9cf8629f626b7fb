"""The pace of columns: the ages by which finished cards had left them."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from flow.metrics.definitions.percentile import SHOWN, percentiles, too_few

Pace = tuple[int, ...]
Ages = Sequence[int] | NDArray[Any]


def paces(ages: Sequence[Ages]) -> list[Pace | None]:
    """The 50/70/85/95th percentiles of the ages at which cards left each column, then a running
    maximum left to right, so that bands never fall (Vacanti's pace percentiles).

    `ages` has for each column in progress, left to right, the age in days of each finished card on
    the day of its last exit; for the last one these are the cycle times. A column without any is as
    its left neighbour, or None.
    """
    paces_so_far: list[Pace | None] = []
    before: Pace | None = None
    for of_column in ages:
        known = tuple(percentiles(of_column, SHOWN).values())
        pace = known or before
        if known and before:
            pace = tuple(max(pair) for pair in zip(known, before, strict=True))
        paces_so_far.append(pace)
        before = pace
    return paces_so_far


def to_trust(ages: Sequence[Ages]) -> list[Ages]:
    """The ages, without those of columns that too few cards have left (ours)."""
    return [() if too_few(len(of_column)) else of_column for of_column in ages]

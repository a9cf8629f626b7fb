"""How large changes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flow.metrics.definitions.percentile import percentiles

SMALL_FILES, SMALL_LINES = 5, 100  # at most so many files, and fewer than so many lines
LARGE_FILES, LARGE_LINES = 20, 500  # so many of either, or more


class Size(StrEnum):
    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"
    NOT_KNOWN = "not_known"


def size_of(files: int | None, lines: int | None) -> Size:
    """The size of a change of so many files and lines, added and removed; None: nobody told them.

    A change whose lines are not known is never small.
    """
    if (files or 0) >= LARGE_FILES or (lines or 0) >= LARGE_LINES:
        return Size.LARGE
    if files is None or lines is None:
        return Size.NOT_KNOWN
    if files <= SMALL_FILES and lines < SMALL_LINES:
        return Size.SMALL
    return Size.MIDDLE


@dataclass(frozen=True)
class Sizes:
    """How many changes there are of each size."""

    changes: int
    small: int
    middle: int
    large: int
    not_known: int
    share_small: float | None  # percent of those whose size is known
    files: dict[str, int]
    lines: dict[str, int]
    changes_per_deployment: float | None


def sizes(
    changes: Sequence[tuple[int | None, int | None]], *, brought: int, deployments: int
) -> Sizes:
    """The sizes of these changes, each of so many files and lines.

    `brought` is how many of them came to production with so many `deployments`.
    """
    found = [size_of(files, lines) for files, lines in changes]
    known = len(found) - found.count(Size.NOT_KNOWN)
    return Sizes(
        changes=len(found),
        small=found.count(Size.SMALL),
        middle=found.count(Size.MIDDLE),
        large=found.count(Size.LARGE),
        not_known=found.count(Size.NOT_KNOWN),
        share_small=100 * found.count(Size.SMALL) / known if known else None,
        files=_half_and_most([files for files, _lines in changes if files is not None]),
        lines=_half_and_most([lines for _files, lines in changes if lines is not None]),
        changes_per_deployment=brought / deployments if deployments else None,
    )


def _half_and_most(values: Sequence[int]) -> dict[str, int]:
    return {str(p): value for p, value in percentiles(values, (50, 85)).items()}

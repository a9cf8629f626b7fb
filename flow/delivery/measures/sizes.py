"""How large changes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flow.metrics.definitions.percentile import percentiles

SMALL_FILES, SMALL_LINES = 5, 100  # at most this many files, and fewer than this many lines
LARGE_FILES, LARGE_LINES = 20, 500  # at least this many of either


class Size(StrEnum):
    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"
    NOT_KNOWN = "not_known"


def size_of(files: int | None, lines: int | None) -> Size:
    """The size of a change by its files and its lines, added and removed; None: not known.

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
    """The sizes of these changes, each with its number of files and of lines.

    `brought` is how many of them came to production, and `deployments` brought them.
    """
    of_each = [size_of(files, lines) for files, lines in changes]
    known = len(of_each) - of_each.count(Size.NOT_KNOWN)
    return Sizes(
        changes=len(of_each),
        small=of_each.count(Size.SMALL),
        middle=of_each.count(Size.MIDDLE),
        large=of_each.count(Size.LARGE),
        not_known=of_each.count(Size.NOT_KNOWN),
        share_small=100 * of_each.count(Size.SMALL) / known if known else None,
        files=_half_and_most([files for files, _lines in changes if files is not None]),
        lines=_half_and_most([lines for _files, lines in changes if lines is not None]),
        changes_per_deployment=brought / deployments if deployments else None,
    )


def _half_and_most(values: Sequence[int]) -> dict[str, int]:
    return {str(p): value for p, value in percentiles(values, (50, 85)).items()}

"""A series as a line without words: the points of an SVG polyline in a box of WIDTH by HEIGHT."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 96, 24, 2


def points(values: Sequence[float]) -> str:
    """From the left to the right edge, zero at the bottom; empty for fewer than two values."""
    if len(values) < 2:
        return ""
    top = max(*values, 1)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    return " ".join(
        f"{EDGE + step * at:.1f},{HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top:.1f}"
        for at, value in enumerate(values)
    )

"""Percentiles as lines across a chart, and which of them is the one that is expected."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from flow.metrics.charts.grammar import apart, in_rows

Expected = tuple[int, int] | None  # percent, within days


def lines(percentiles: Mapping[int, int], expected: Expected) -> list[dict[str, Any]]:
    """A line for each percentile, and one for the expectation where it is none of them."""
    days_by_percent = dict(percentiles)
    marked = [_line(p, days, expected=(p, days) == expected) for p, days in days_by_percent.items()]
    if expected and not any(line["expected"] for line in marked):
        marked = [line for line in marked if line["percent"] != expected[0]]
        marked.append(_line(*expected, expected=True))
    return marked


def across(percentiles: Mapping[int, int], expected: Expected, top: int) -> list[dict[str, Any]]:
    """The lines from left to right, where `top` is the highest value drawn."""
    marked = lines(percentiles, expected)
    return apart(marked, "days", max(top, *(line["days"] for line in marked), 1))


def upright(percentiles: Mapping[int, int], expected: Expected) -> list[dict[str, Any]]:
    """The lines from top to bottom."""
    return in_rows(lines(percentiles, expected), "days")


def _line(percent: int, days: int, *, expected: bool) -> dict[str, Any]:
    label = _("%(percent)d %%: %(days)d d") % {"percent": percent, "days": days}
    return {"percent": percent, "days": days, "label": label, "expected": expected}

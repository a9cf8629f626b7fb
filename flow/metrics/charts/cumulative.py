"""Cumulative flow: how many cards had come to each column, or beyond, by each day.

areas  day, column, low, high, done, tone     what lies between two lines is in that column
ends   label, value, at                       each column, named at the right with its cards today
days   day, tip, columns                      the cards in each column on a day
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.metrics.charts.chart import Data, Table, short
from flow.metrics.charts.grammar import (
    amount,
    apart,
    by,
    color,
    day,
    days_to_ask,
    names_at_the_end,
    rows_of,
)

Line = Sequence[int]
LIGHTEST, DARKEST, DONE = 0.16, 0.62, 0.28


def areas(
    days: Sequence[date], lines: Sequence[tuple[str, Line]], done: Sequence[str]
) -> list[dict[str, Any]]:
    """What is in each column on each day; `lines` are those of FLOW's CFD, left to right.

    The last area lies on the line's height on the first day, for all before it is of no interest.
    """
    drawn = []
    ground = min(lines[-1][1]) if lines else 0
    steps = max(len(lines) - 1 - len(done), 1)
    for order, (name, line) in enumerate(lines):
        below = lines[order + 1][1] if order + 1 < len(lines) else [ground] * len(days)
        tone = DONE if name in done else LIGHTEST + (DARKEST - LIGHTEST) * order / steps
        drawn += [
            {
                "day": on,
                "column": name,
                "low": low,
                "high": high,
                "done": name in done,
                "tone": round(tone, 2),
            }
            for on, low, high in zip(days, below, line, strict=True)
        ]
    return drawn


def ends(areas: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The name of each column in the middle of its area's right edge."""
    if not areas:
        return []
    last = areas[-1]["day"]
    top = max(area["high"] for area in areas) - min(area["low"] for area in areas)
    named = [
        {
            "label": f"{area['column']} {area['high'] - area['low']}",
            "value": (area["low"] + area["high"]) / 2,
        }
        for area in areas
        if area["day"] == last
    ]
    return apart(named, "value", top)


def days(areas: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The columns of each day, the last column first, as the areas lie."""
    asked: dict[date, dict[str, int]] = {}
    for area in areas:
        asked.setdefault(area["day"], {})[area["column"]] = area["high"] - area["low"]
    return [
        {
            "day": on,
            "columns": columns,
            "tip": "\n".join([short(on), *(f"{n}: {c}" for n, c in columns.items())]),
        }
        for on, columns in asked.items()
    ]


def growth(counts: Sequence[int]) -> int:
    """For how many days up to the last the count has grown: rising by two or more, never falling.

    0 if it has not grown, or not for three days.
    """
    start = len(counts) - 1
    while start > 0 and counts[start - 1] <= counts[start]:
        start -= 1
    while start < len(counts) - 1 and counts[start + 1] == counts[start]:
        start += 1  # it lay still before it grew
    grown = len(counts) - 1 - start
    return grown if grown >= 3 and counts[-1] - counts[start] >= 2 else 0


def says(data: Data) -> str:
    if not data["days"]:
        return ""
    finished = {area["column"] for area in data["areas"] if area["done"]}
    asked = [each["columns"] for each in data["days"]]
    growths = {
        name: growth([columns[name] for columns in asked])
        for name in asked[-1]
        if name not in finished
    }
    name, grown = max(growths.items(), key=lambda each: each[1], default=("", 0))
    if grown:
        words = ngettext(
            "%(column)s has grown for %(days)d day.",
            "%(column)s has grown for %(days)d days.",
            grown,
        )
        return words % {"column": name, "days": grown}
    return _("No column has grown for days: what comes in goes out.")


def table(data: Data) -> Table:
    names = list(data["days"][0]["columns"]) if data["days"] else []
    rows = [[each["day"], *each["columns"].values()] for each in reversed(data["days"])]
    return Table([_("Day"), *names], rows)


def layers() -> list[alt.Chart]:
    cards = _("Cards, cumulative")
    shapes = rows_of("areas")
    height = amount("high", cards, zero=False, stack=None)
    return [
        shapes.mark_area(interpolate="step-after").encode(
            x=day(),
            y=height,
            y2="low:Q",
            detail="column:N",
            color=by("done", {False: "water", True: "iron_plank"}),
            opacity=alt.Opacity("tone:Q", scale=None),
        ),
        shapes.mark_line(interpolate="step-after", strokeWidth=1.2, color=color("water")).encode(
            x=day(), y=height, detail="column:N"
        ),
        names_at_the_end(),
        days_to_ask(),
    ]

"""Cumulative flow: how many cards had come to each column, or beyond, by each day.

areas  day, column, low, high, done, tone     what lies between two lines is in that column
ends   label, value, at                       each column, named at the right with its cards today
days   day, tip, columns                      the cards in each column on a day
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.words import isolated
from flow.metrics.charts.chart import Chart, Data, Table, long, short
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
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question

Line = Sequence[int]
GREW = 2  # cards; one more or less is no growth
LIGHTEST, DARKEST, DONE = 0.16, 0.62, 0.28


def read(question: Question) -> Data:
    cfd = question.cfd
    stages = question.flow.board.shape.columns
    done = [line.name for line in cfd.lines if stages[line.column].is_done]
    if not any(line.counts and line.counts[-1] for line in cfd.lines):
        return {"areas": [], "ends": [], "days": []}
    drawn = areas(cfd.days, [(line.name, line.counts) for line in cfd.lines], done)
    return {"areas": drawn, "ends": ends(drawn), "days": days(drawn, cfd.restated)}


def areas(
    days: Sequence[date], lines: Sequence[tuple[str, Line]], done: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the number of cards in each column on each day; `lines` are those of the CFD in
    docs/flow.md, left to right.

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
            "label": f"{isolated(area['column'])} {area['high'] - area['low']}",
            "value": (area["low"] + area["high"]) / 2,
        }
        for area in areas
        if area["day"] == last
    ]
    return apart(named, "value", top)


def days(areas: Sequence[dict[str, Any]], restated: Sequence[bool] = ()) -> list[dict[str, Any]]:
    """The cards in each column on each day; a day whose past was restated since is marked."""
    asked: dict[date, dict[str, int]] = {}
    for area in areas:
        asked.setdefault(area["day"], {})[area["column"]] = area["high"] - area["low"]
    marks = restated or [False] * len(asked)
    return [
        {"day": on, "columns": columns, "restated": mark, "tip": _tip(on, columns, mark)}
        for (on, columns), mark in zip(asked.items(), marks, strict=True)
    ]


def _tip(on: date, columns: dict[str, int], restated: bool) -> str:
    words = [short(on), *(f"{isolated(name)}: {cards}" for name, cards in columns.items())]
    return "\n".join([*words, _("restated: a finish was taken back")] if restated else words)


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
    return grown if grown >= 3 and counts[-1] - counts[start] >= GREW else 0


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
        words = _("%(column)s has grown since %(day)s.")
        return words % {"column": isolated(name), "day": long(data["days"][-grown]["day"])}
    more = {name: asked[-1][name] - asked[0][name] for name in growths}
    name = max(more, key=lambda each: more[each], default="")
    if name and more[name] >= GREW:
        words = _("%(column)s went from %(first)d to %(last)d cards in this time.")
        return words % {"column": isolated(name), "first": asked[0][name], "last": asked[-1][name]}
    return _("No column has grown by two cards or more: as many cards leave as enter.")


def table(data: Data) -> Table:
    names = list(data["days"][0]["columns"]) if data["days"] else []
    is_restated = any(each["restated"] for each in data["days"])
    rows = [
        [
            each["day"],
            *each["columns"].values(),
            *([_("yes") if each["restated"] else ""] if is_restated else []),
        ]
        for each in reversed(data["days"])
    ]
    return Table([_("Day"), *names, *([_("Restated")] if is_restated else [])], rows)


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
        rows_of("days")
        .transform_filter("datum.restated")
        .mark_tick(color=color("over"), thickness=2, size=6)
        .encode(x=day(), y=alt.value({"expr": "height + 4"})),
        days_to_ask(),
    ]


CUMULATIVE = Chart(
    name="cumulative-flow",
    title=gettext_lazy("Cumulative flow"),
    how=gettext_lazy(
        "Each line counts the cards that had come to a column or beyond. The cards between two "
        "lines are in the column; where a band grows wider, work is waiting."
    ),
    missing=gettext_lazy("No card has been on this board yet in this time."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("areas", "ends", "days"),
)

"""The common grammar of all charts: ink for data, hairlines for scale, words at the end of a line.

Colours are parameters named like the tokens, so that a spec holds no theme and the page changes
one without redrawing. Days are drawn in UTC: they are dates of the board, not moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flow.metrics.charts.library import alt
from flow.metrics.charts.palette import themes

DASHED = [2, 4]
LINE = 14  # px of a line of words
ROWS = 4  # lines of words above a chart whose percentiles stand upright
WORDS: dict[str, Any] = {"fontSize": 11, "align": "left", "dx": 5}
TIP = "tip:N"
FAR_RIGHT: dict[str, Any] = {"value": {"expr": "width"}}


def color(name: str) -> alt.ExprRef:
    """A colour of the theme that the reader has."""
    return alt.ExprRef(name)


def by(field: str, colors: dict[Any, str]) -> alt.Color:
    """Each value of a field has its colour; what it means is said by a shape or a word as well."""
    scale = alt.Scale(domain=[*colors], range=[{"expr": name} for name in colors.values()])
    return alt.Color(f"{field}:N", scale=scale, legend=None)


def rows_of(part: str) -> alt.Chart:
    """The rows of a named part of the data."""
    return alt.Chart(alt.NamedData(part))


def day(field: str = "day") -> alt.X:
    spaced: dict[str, Any] = {"labelFlush": True, "labelOverlap": True, "labelSeparation": 8}
    axis = alt.Axis(format="%-d %b", tickCount=6, grid=False, title=None, **spaced)
    return alt.X(f"{field}:T", axis=axis, scale=alt.Scale(type="utc", nice=False))


def amount(
    field: str,
    title: str = "",
    *,
    zero: bool = True,
    stack: bool | None = None,
    above: int = 0,
    whole: bool = True,
) -> alt.Y:
    """A number, upwards. Its title is above the axis, or above this many lines of words.

    A whole one has no ticks between two numbers.
    """
    upright: dict[str, Any] = {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleX": -30,
    }
    plain: dict[str, Any] = {"domain": False, "ticks": False, "tickCount": 5}
    if whole:
        plain["tickMinStep"] = 1
    axis = alt.Axis(title=title or None, titleY=-14 - above * LINE, **upright, **plain)
    return alt.Y(f"{field}:Q", axis=axis, stack=stack, scale=alt.Scale(zero=zero, nice=True))


def horizontal(field: str, title: str) -> alt.X:
    """A number, to the right."""
    axis = alt.Axis(title=title, domain=False, ticks=False, tickCount=5)
    return alt.X(f"{field}:Q", axis=axis, stack=None)


def lines_across(part: str = "lines", field: str = "days") -> list[alt.Chart]:
    """Lines from left to right, named at the right edge; the `expected` one is solid and blue."""
    usual, expected = _usual_and_expected(part)
    here = alt.Y(f"{field}:Q")
    named: dict[str, Any] = {"x": FAR_RIGHT, "y": alt.Y("at:Q"), "text": "label:N"}
    return [
        usual.mark_rule(strokeDash=DASHED, color=color("ink_soft")).encode(y=here),
        expected.mark_rule(strokeWidth=2, color=color("water")).encode(y=here),
        usual.mark_text(color=color("ink_soft"), **WORDS).encode(**named),
        expected.mark_text(color=color("water"), fontWeight=600, **WORDS).encode(**named),
    ]


def lines_upright(x: alt.X, part: str = "lines") -> list[alt.Chart]:
    """Lines from top to bottom, named above it: in the lowest `row` of words or further up."""
    usual, expected = _usual_and_expected(part)
    top = alt.value({"expr": f"-4 - {LINE} * datum.row"})
    stem: dict[str, Any] = {"x": x, "y": top, "y2": alt.value({"expr": "height"})}
    named: dict[str, Any] = {
        "x": x,
        "y": alt.value({"expr": f"2 - {LINE} * datum.row"}),
        "text": "label:N",
    }
    return [
        usual.mark_rule(strokeDash=DASHED, color=color("ink_soft")).encode(**stem),
        expected.mark_rule(strokeWidth=2, color=color("water")).encode(**stem),
        usual.mark_text(color=color("ink_soft"), **WORDS).encode(**named),
        expected.mark_text(color=color("water"), fontWeight=600, **WORDS).encode(**named),
    ]


def names_at_the_end(part: str = "ends", paint: str = "ink_soft") -> alt.Chart:
    """A line is named where it ends, not in a legend: `label`, at the height `at`."""
    words = rows_of(part).mark_text(color=color(paint), **WORDS)
    return words.encode(x=FAR_RIGHT, y=alt.Y("at:Q"), text="label:N")


def days_to_ask(part: str = "days") -> alt.Chart:
    """Over a day anywhere from top to bottom, what happened on it."""
    return rows_of(part).mark_rule(strokeWidth=7, opacity=0).encode(x=day(), tooltip=TIP)


def apart(rows: Sequence[dict[str, Any]], field: str, top: float) -> list[dict[str, Any]]:
    """Return the rows with `at`, the place of their name: near their value, never on each other.

    `top` is the highest value drawn; a chart has room for about fourteen lines of words.
    """
    gap = top / 14 if top else 1
    at = float("-inf")
    placed = []
    for row in sorted(rows, key=lambda each: each[field]):
        at = max(row[field], at + gap)
        placed.append(row | {"at": at})
    return placed


def in_rows(lines: Sequence[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """The lines with the `row` of their words: the farther left, the higher, so that none cross."""
    from_the_right = sorted(lines, key=lambda line: line[field], reverse=True)
    return [line | {"row": row} for row, line in enumerate(from_the_right)]


def drawn(layers: Iterable[alt.Chart], parts: Iterable[str]) -> dict[str, Any]:
    """The whole spec: the layers, the parameters of the theme, and empty places for the data."""
    spec = alt.layer(*layers).to_dict(validate=True)
    spec["params"] = [{"name": name, "value": value} for name, value in themes()["light"].items()]
    spec["datasets"] = {part: [] for part in parts}
    return spec | LOOK


def _usual_and_expected(part: str) -> tuple[alt.Chart, alt.Chart]:
    lines = rows_of(part)
    return lines.transform_filter("!datum.expected"), lines.transform_filter("datum.expected")


def _paint(name: str) -> dict[str, str]:
    return {"expr": name}


LOOK: dict[str, Any] = {
    "width": "container",
    "height": "container",
    "autosize": {"type": "fit", "contains": "padding"},
    "padding": {"left": 2, "right": 2, "top": 6, "bottom": 2},
    "background": "transparent",
    "config": {
        "aria": False,  # a screen reader has the table
        "font": "-apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelColor": _paint("ink_quiet"),
            "titleColor": _paint("ink_soft"),
            "titleFontWeight": "normal",
            "gridColor": _paint("line"),
            "domainColor": _paint("line_strong"),
            "tickColor": _paint("line_strong"),
            "labelFontSize": 11,
            "titleFontSize": 11,
            "labelPadding": 6,
        },
    },
}

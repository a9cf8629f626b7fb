"""Small batches: of the changes of each week, how many were small, of middle size and large.

bars  since, until, after, low, high, size, changes, words, tip    each week, from small upwards
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flow.delivery.charts.asked import delivered
from flow.delivery.display.words import SIZES as WORDS
from flow.delivery.measures.sizes import Size, size_of
from flow.metrics.charts.chart import Chart, Data, Table, short, until
from flow.metrics.charts.grammar import TIP, amount, by, color, day, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.reports.weekly import Week, weeks
from flow.metrics.reports.window import DayWindow

ORDER = (Size.SMALL, Size.MIDDLE, Size.LARGE, Size.NOT_KNOWN)


def read(question: Any) -> Data:
    production = delivered(question)
    if production is None or not production.brought:
        return {"bars": []}
    spans = weeks(production.window)
    week_of = {day: week.first for week in spans for day in DayWindow(week.first, week.last).days}
    counted = Counter(
        (week_of.get(each.day, spans[0].first), size_of(each.files, each.lines))
        for each in production.brought
    )
    return {"bars": [bar for week in spans for bar in _bars(week, counted)]}


def _bars(week: Week, counted: Counter[tuple[date, Size]]) -> list[dict[str, Any]]:
    low, bars = 0, []
    for size in ORDER:
        changes = counted[week.first, size]
        words = str(WORDS[size])
        bars.append(
            {
                "since": week.first,
                "until": week.last,
                "after": until(week.last),
                "low": low,
                "high": low + changes,
                "size": size.value,
                "changes": changes,
                "words": words,
                "tip": f"{short(week.first)} – {short(week.last)}\n{words}: {changes}",
            }
        )
        low += changes
    return bars


def says(data: Data) -> str:
    total = Counter[str]()
    for bar in data["bars"]:
        total[bar["size"]] += bar["changes"]
    known = sum(total.values()) - total[Size.NOT_KNOWN]
    sentence = _(
        "Of %(known)d changes whose size is known, %(small)d were small and %(large)d large."
    )
    words = sentence % {"known": known, "small": total[Size.SMALL], "large": total[Size.LARGE]}
    if unknown := total[Size.NOT_KNOWN]:
        words += " " + _("The lines of %(unknown)d are not known.") % {"unknown": unknown}
    return words


def table(data: Data) -> Table:
    rows: dict[date, list[Any]] = {}
    for bar in data["bars"]:
        rows.setdefault(bar["since"], [bar["since"], bar["until"]]).append(bar["changes"])
    head = [_("From"), _("To"), *(str(WORDS[size]) for size in ORDER)]
    return Table(head, list(rows.values())[::-1], words=2)


def layers() -> list[alt.Chart]:
    colors = {"small": "water", "middle": "iron_plank", "large": "over", "not_known": "line_strong"}
    return [
        rows_of("bars")
        .mark_rect(stroke=color("surface"), strokeWidth=2)
        .encode(
            x=day("since"),
            x2="after:T",
            y=amount("low", _("Changes: small below, large above")),
            y2="high:Q",
            color=by("size", colors),
            tooltip=TIP,
        )
    ]


SIZES = Chart(
    name="change-sizes",
    title=gettext_lazy("Sizes of changes"),
    how=gettext_lazy(
        "Each bar is a week with the changes that reached production in it. Small: at most 5 files "
        "and fewer than 100 lines. Large: 20 files or more, or 500 lines or more."
    ),
    missing=gettext_lazy("No change reached production in these days."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars",),
)

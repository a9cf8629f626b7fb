"""How cycle times spread: how many cards took how long.

bars   low, high, days, cards, late, tip     bands of equal width, the empty ones too
lines  percent, days, label, expected, row   percentiles
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table
from flow.metrics.charts.grammar import ROWS, TIP, amount, by, lines_upright, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.percentiles import upright
from flow.metrics.charts.question import Question

BANDS = 40


def read(question: Question) -> Data:
    times = question.cycle_times
    within = question.expected[1] if question.expected else None
    return {
        "bars": bars(times.histogram.cards, within),
        "lines": upright(times.percentiles, question.expected),
    }


def bars(cards: Mapping[int, int], within: int | None) -> list[dict[str, Any]]:
    """Cards by the days they took; in bands of days where there are many. `within` is expected."""
    if not cards:
        return []
    width = -(-max(cards) // BANDS)
    counted: Counter[int] = Counter()
    for days, number in cards.items():
        counted[(days - 1) // width] += number
    return [
        _bar(band * width + 1, (band + 1) * width, counted[band], within)
        for band in range(max(counted) + 1)
    ]


def _bar(low: int, high: int, cards: int, within: int | None) -> dict[str, Any]:
    days = str(low) if low == high else f"{low}–{high}"
    took = ngettext("%(number)d card took %(days)s d", "%(number)d cards took %(days)s d", cards)
    return {
        "low": low - 0.45,
        "high": high + 0.45,
        "days": days,
        "cards": cards,
        "late": within is not None and low > within,
        "tip": took % {"number": cards, "days": days},
    }


def says(data: Data) -> str:
    if not data["bars"]:
        return ""
    often = max(data["bars"], key=lambda bar: bar["cards"])
    slowest = data["bars"][-1]["days"]
    words = _("Most often %(often)s days; the slowest took %(slowest)s.")
    return words % {"often": often["days"], "slowest": slowest}


def table(data: Data) -> Table:
    return Table([_("Days"), _("Cards")], [[bar["days"], bar["cards"]] for bar in data["bars"]])


def layers() -> list[alt.Chart]:
    axis = alt.Axis(title=_("Cycle time, days"), grid=False, tickMinStep=1, format="d")
    days = alt.X("low:Q", axis=axis, scale=alt.Scale(zero=True, nice=False))
    return [
        rows_of("bars")
        .mark_rect()
        .encode(
            x=days,
            x2="high:Q",
            y=amount("cards", _("Finished cards"), above=ROWS),
            y2=alt.datum(0),
            color=by("late", {False: "iron_plank", True: "heat_4"}),
            tooltip=TIP,
        ),
        *lines_upright(alt.X("days:Q", axis=axis)),
    ]


SPREAD = Chart(
    name="spread",
    title=gettext_lazy("How cycle times spread"),
    how=gettext_lazy(
        "Each bar shows how many cards took this number of days. A long tail to the right means that "
        "some work is stuck while the rest goes through."
    ),
    missing=gettext_lazy("No card finished in this time, so there is nothing to show yet."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars", "lines"),
)

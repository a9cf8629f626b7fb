"""When are N done: the chance of each day being the one on which the last of them finishes.

bars    day, after, chance, by_then, sure, tip    chance in %
lines   percent, day, edge, label, expected, row, cards
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table, long, short, until
from flow.metrics.charts.grammar import ROWS, TIP, amount, by, day, in_rows, lines_upright, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.forecasts import When

LEAST = 0.0005  # a chance that is drawn


def read(question: Question) -> Data:
    forecast, percent = question.when, question.percent
    return {
        "bars": bars(forecast, percent),
        "lines": lines(forecast, percent),
        "beyond": [{"percent": p} for p in forecast.beyond if p == percent],
    }


def bars(forecast: When, percent: int) -> list[dict[str, Any]]:
    """Each day that counts and has a chance, in %, and the chance of being done by then."""
    if forecast.distribution is None or not forecast.items:
        return []
    chances = forecast.distribution.chances
    by_then = chances.cumsum()
    sure = forecast.distribution.at_most(percent)
    return [
        _bar(
            forecast,
            forecast.distribution.first + at,
            100 * float(chance),
            100 * float(by_then[at]),
            sure,
        )
        for at, chance in enumerate(chances)
        if chance >= LEAST
    ]


def _bar(
    forecast: When, days: int, chance: float, by_then: float, sure: int | None
) -> dict[str, Any]:
    on = forecast.date_of(days)
    just = _("done on %(day)s: %(chance).1f %%") % {"day": short(on), "chance": chance}
    by = _("by then: %(chance).1f %%") % {"chance": by_then}
    return {
        "day": on,
        "after": until(on),
        "chance": chance,
        "by_then": by_then,
        "sure": sure is not None and days <= sure,
        "tip": f"{just}\n{by}",
    }


def lines(forecast: When, percent: int) -> list[dict[str, Any]]:
    marked = [
        {
            "percent": p,
            "day": on,
            "edge": until(on),
            "label": _("%(percent)d %%: %(day)s") % {"percent": p, "day": short(on)},
            "expected": p == percent,
            "cards": forecast.items,
        }
        for p, on in forecast.dates.items()
        if forecast.items
    ]
    return in_rows(marked, "edge")


def says(data: Data) -> str:
    line = next((line for line in data["lines"] if line["expected"]), None)
    if line is None:
        return _("That is more than ten years away.") if data["beyond"] else ""
    words = ngettext(
        "%(percent)d %%: the next card is done by %(day)s.",
        "%(percent)d %%: the next %(cards)d cards are done by %(day)s.",
        line["cards"],
    )
    return words % {"percent": line["percent"], "cards": line["cards"], "day": long(line["day"])}


def table(data: Data) -> Table:
    head = [_("Day"), _("Chance of just this day"), _("Chance of being done by then")]
    return Table(
        head,
        [[bar["day"], f"{bar['chance']:.1f} %", f"{bar['by_then']:.1f} %"] for bar in data["bars"]],
    )


def layers() -> list[alt.Chart]:
    return [
        rows_of("bars")
        .mark_rect()
        .encode(
            x=day(),
            x2="after:T",
            y=amount("chance", _("Chance of just this day, %"), above=ROWS),
            y2=alt.datum(0),
            color=by("sure", {True: "water", False: "line_strong"}),
            tooltip=TIP,
        ),
        *lines_upright(day("edge")),
    ]


WHEN = Chart(
    name="when",
    title=gettext_lazy("When are they done?"),
    how=gettext_lazy(
        "Each bar is the chance that the last of these cards finishes on exactly that day, if the "
        "coming days are like the past ones. The forecast is the end of the blue bars."
    ),
    missing=gettext_lazy(
        "There is nothing to wait for, no card finished in the days that the forecast is based on, "
        "or it is more than ten years away."
    ),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars", "lines"),
)

"""How many by a date: the chance of each number of cards finishing by then, computed exactly.

bars    cards, left, right, chance, or_more, sure, tip    chance in %
lines   percent, cards, label, expected, row
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table, long
from flow.metrics.charts.grammar import ROWS, TIP, amount, by, in_rows, lines_upright, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.forecasts import HowMany

LEAST = 0.0005  # a chance that is drawn


def read(question: Question) -> Data:
    forecast = question.how_many
    percent = question.percent
    return {"bars": bars(forecast, percent), "lines": lines(forecast, percent, question.until)}


def bars(forecast: HowMany, percent: int) -> list[dict[str, Any]]:
    """Each number of cards that has a chance, in %, and the chance of it or more."""
    if forecast.distribution is None:
        return []
    chances = forecast.distribution.chances
    or_more = chances[::-1].cumsum()[::-1]
    sure = forecast.distribution.at_least(percent)
    return [
        _bar(forecast.distribution.first + at, 100 * float(chance), 100 * float(or_more[at]), sure)
        for at, chance in enumerate(chances)
        if chance >= LEAST
    ]


def _bar(cards: int, chance: float, or_more: float, sure: int) -> dict[str, Any]:
    exactly = ngettext(
        "exactly %(number)d card: %(chance).1f %%",
        "exactly %(number)d cards: %(chance).1f %%",
        cards,
    )
    more = _("%(number)d or more: %(chance).1f %%") % {"number": cards, "chance": or_more}
    return {
        "cards": cards,
        "left": cards - 0.45,
        "right": cards + 0.45,
        "chance": chance,
        "or_more": or_more,
        "sure": cards >= sure,
        "tip": exactly % {"number": cards, "chance": chance} + f"\n{more}",
    }


def lines(forecast: HowMany, percent: int, until: date) -> list[dict[str, Any]]:
    marked = [
        {
            "percent": p,
            "cards": cards,
            "edge": cards - 0.5,
            "label": _("%(percent)d %%: %(cards)d or more") % {"percent": p, "cards": cards},
            "expected": p == percent,
            "day": until,
        }
        for p, cards in forecast.answers.items()
    ]
    return in_rows(marked, "edge")


def says(data: Data) -> str:
    line = next((line for line in data["lines"] if line["expected"]), None)
    if line is None:
        return ""
    words = _("%(percent)d %%: %(cards)d or more cards by %(day)s.")
    return words % {"percent": line["percent"], "cards": line["cards"], "day": long(line["day"])}


def table(data: Data) -> Table:
    head = [_("Cards"), _("Chance of exactly this many"), _("Chance of this many or more")]
    return Table(
        head,
        [
            [bar["cards"], f"{bar['chance']:.1f} %", f"{bar['or_more']:.1f} %"]
            for bar in data["bars"]
        ],
    )


def layers() -> list[alt.Chart]:
    axis = alt.Axis(title=_("Cards that finish"), grid=False, tickMinStep=1, format="d")
    x = alt.X("left:Q", axis=axis, scale=alt.Scale(zero=False, nice=False))
    return [
        rows_of("bars")
        .mark_rect()
        .encode(
            x=x,
            x2="right:Q",
            y=amount("chance", _("Chance of exactly this many, %"), above=ROWS, whole=False),
            y2=alt.datum(0),
            color=by("sure", {True: "water", False: "line_strong"}),
            tooltip=TIP,
        ),
        *lines_upright(alt.X("edge:Q")),
    ]


HOW_MANY = Chart(
    name="how-many",
    title=gettext_lazy("How many by a date?"),
    how=gettext_lazy(
        "Each bar is the chance that exactly this number of cards finishes by then, if the coming days "
        "are like the past ones. Computed exactly, not sampled; the blue bars are the numbers "
        "that you can count on."
    ),
    missing=gettext_lazy(
        "No card finished in the days that the forecast is based on, so there is no forecast."
    ),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars", "lines"),
)

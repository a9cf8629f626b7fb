"""Flow efficiency: the share of its time in which somebody could work on a card.

bars   since, until, middle, percent, cards, tip    of the cards that finished in a week
ends   label, value, at                             the whole window
"""

import altair as alt
from django.utils.translation import gettext as _

from flow.metrics.charts.chart import Data, Table
from flow.metrics.charts.grammar import (
    TIP,
    amount,
    color,
    day,
    names_at_the_end,
    rows_of,
)


def says(data: Data) -> str:
    if not data["ends"]:
        return ""
    [whole] = data["ends"]
    words = _(
        "%(percent)d %% of the time somebody could work on a card; it was blocked or waiting the rest."
    )
    return words % {"percent": round(whole["value"])}


def table(data: Data) -> Table:
    rows = [
        [
            bar["since"],
            bar["until"],
            bar["cards"],
            "" if bar["percent"] is None else f"{bar['percent']:.0f} %",
        ]
        for bar in reversed(data["bars"])
    ]
    return Table([_("From"), _("To"), _("Finished cards"), _("Flow efficiency")], rows)


def layers() -> list[alt.Chart]:
    bars = rows_of("bars").transform_filter("isValid(datum.percent)")
    axis = amount("percent", _("Flow efficiency, %")).scale(domain=[0, 100])
    return [
        rows_of("ends")
        .mark_rule(color=color("ink_soft"), strokeDash=[2, 4])
        .encode(y=alt.Y("value:Q")),
        bars.mark_line(
            color=color("water"),
            strokeWidth=2,
            point={"filled": True, "size": 50, "color": {"expr": "water"}, "opacity": 1},
        ).encode(x=day("middle"), y=axis, tooltip=TIP),
        names_at_the_end(),
    ]

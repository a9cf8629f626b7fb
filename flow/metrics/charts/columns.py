"""Time per column: how long finished cards had been in each column.

bars   column, order, half, most, mean, share, tip     days: 50 and 85 % of cards, and the mean
"""

import altair as alt
from django.utils.translation import gettext as _

from flow.metrics.charts.chart import Data, Table
from flow.metrics.charts.grammar import TIP, color, lying, rows_of


def says(data: Data) -> str:
    if not data["bars"]:
        return ""
    longest = max(data["bars"], key=lambda bar: bar["mean"])
    words = _("Cards spend most of their time in %(column)s: %(share)d %% of it.")
    return words % {"column": longest["column"], "share": round(100 * longest["share"])}


def table(data: Data) -> Table:
    head = [
        _("Column"),
        _("Half within, days"),
        _("85 % within, days"),
        _("Mean, days"),
        _("Share of the time"),
    ]
    return Table(
        head,
        [
            [
                bar["column"],
                f"{bar['half']:.1f}",
                f"{bar['most']:.1f}",
                f"{bar['mean']:.1f}",
                f"{round(100 * bar['share'])} %",
            ]
            for bar in data["bars"]
        ],
    )


def layers() -> list[alt.Chart]:
    bars = rows_of("bars")
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=110)
    column = alt.Y("column:N", axis=axis, sort=alt.EncodingSortField("order", op="min"))
    days = _("Days in the column")
    return [
        bars.mark_bar(color=color("water"), opacity=0.3, size=18).encode(
            y=column, x=lying("most", days), tooltip=TIP
        ),
        bars.mark_bar(color=color("water"), size=18).encode(
            y=column, x=lying("half", days), tooltip=TIP
        ),
        bars.mark_point(
            filled=True,
            shape="diamond",
            size=54,
            color=color("ink"),
            stroke=color("surface"),
            strokeWidth=1,
            opacity=1,
        ).encode(y=column, x=lying("mean", days), tooltip=TIP),
    ]

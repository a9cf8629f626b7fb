"""Time per column: how long finished cards had been in each column.

bars   column, order, half, most, mean, share, tip     days: 50 and 85 % of cards, and the mean
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.words import isolated
from flow.metrics.charts.chart import Chart, Data, Table
from flow.metrics.charts.grammar import TIP, color, horizontal, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.places import TimeInColumn, time_in_columns

A_DAY = 86_400  # seconds


def read(question: Question) -> Data:
    columns = time_in_columns(question.flow)
    total = sum(column.total for column in columns)
    return {"bars": [_bar(order, column, total) for order, column in enumerate(columns)]}


def _bar(order: int, column: TimeInColumn, total: float) -> dict[str, Any]:
    half, most, mean = (each / A_DAY for each in (column.half, column.most, column.mean))
    words = _(
        "half of %(cards)d cards within %(half).1f d\n85 %% within %(most).1f d\nmean %(mean).1f d"
    )
    facts = {"cards": column.cards, "half": half, "most": most, "mean": mean}
    share = column.total / total if total else 0
    tip = f"{isolated(column.name)}\n" + words % facts
    return {"column": column.name, "order": order, "share": share, "tip": tip} | facts


def says(data: Data) -> str:
    if not data["bars"]:
        return ""
    longest = max(data["bars"], key=lambda bar: bar["mean"])
    words = _("Cards spend most of their time in %(column)s: %(share)d %% of it.")
    return words % {"column": isolated(longest["column"]), "share": round(100 * longest["share"])}


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
            y=column, x=horizontal("most", days), tooltip=TIP
        ),
        bars.mark_bar(color=color("water"), size=18).encode(
            y=column, x=horizontal("half", days), tooltip=TIP
        ),
        bars.mark_point(
            filled=True,
            shape="diamond",
            size=54,
            color=color("ink"),
            stroke=color("surface"),
            strokeWidth=1,
            opacity=1,
        ).encode(y=column, x=horizontal("mean", days), tooltip=TIP),
    ]


COLUMNS = Chart(
    name="columns",
    title=gettext_lazy("Time in each column"),
    how=gettext_lazy(
        "The time that finished cards had spent in each column, in days and parts of days: half of them "
        "within the dark bar, 85 % within the pale one; the diamond is the mean."
    ),
    missing=gettext_lazy("No card finished in this time, so there is nothing to show."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars",),
)

"""Flow efficiency: the share of its time in which somebody could work on a card.

bars   since, until, middle, percent, cards, tip    of the cards that finished in a week
ends   label, value, at                             the whole window
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table, short
from flow.metrics.charts.grammar import (
    TIP,
    amount,
    color,
    day,
    names_at_the_end,
    rows_of,
)
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.times import Efficiency
from flow.metrics.reports.weekly import Week, efficiency_by_week


def read(question: Question) -> Data:
    whole = question.flow.efficiency().value
    if whole is None:
        return {"bars": [], "ends": []}
    bars = [_bar(week, efficiency) for week, efficiency in efficiency_by_week(question.flow)]
    label = _("together: %(percent)d %%") % {"percent": round(100 * whole)}
    return {"bars": bars, "ends": [{"label": label, "value": 100 * whole, "at": 100 * whole}]}


def _bar(week: Week, efficiency: Efficiency) -> dict[str, Any]:
    percent = None if efficiency.value is None else 100 * efficiency.value
    words = ngettext(
        "%(percent)d %% of the time of %(cards)d card",
        "%(percent)d %% of the time of %(cards)d cards",
        efficiency.cards,
    )
    sentence = words % {"percent": round(percent or 0), "cards": efficiency.cards}
    return {
        "since": week.first,
        "until": week.last,
        "middle": week.first + (week.last - week.first) / 2,
        "percent": percent,
        "cards": efficiency.cards,
        "tip": f"{short(week.first)} – {short(week.last)}\n{sentence}",
    }


def says(data: Data) -> str:
    if not data["ends"]:
        return ""
    [whole] = data["ends"]
    words = _(
        "%(percent)d %% of the time somebody could work on a card; for the rest it was blocked "
        "or waiting."
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
    return Table([_("From"), _("To"), _("Finished cards"), _("Flow efficiency")], rows, words=2)


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


EFFICIENCY = Chart(
    name="efficiency",
    title=gettext_lazy("Flow efficiency"),
    how=gettext_lazy(
        "Of the time from start to finish, the share in which a card was neither blocked nor in a "
        "column where it waits. Each dot stands for the cards that finished in a week."
    ),
    missing=gettext_lazy("No card finished in this time."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars", "ends"),
)

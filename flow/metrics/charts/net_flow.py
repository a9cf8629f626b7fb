"""Net flow: what was started in each week, and what finished or was given up.

bars    since, until, after, middle, arrivals, departures, abandoned, out, net, tip
        (out = -(departures + abandoned), drawn downwards)
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flow.metrics.charts.chart import Chart, Data, Table, short, until
from flow.metrics.charts.grammar import TIP, amount, color, day, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.weekly import Week, summed, weeks

RECENT = 4


def read(question: Question) -> Data:
    by_week = weeks(question.flow.window)
    days = [each.day for each in question.wip]
    into, out, lost = (
        summed(by_week, days, [getattr(each, field) for each in question.wip])
        for field in ("arrivals", "departures", "abandoned")
    )
    bars = [_bar(*week) for week in zip(by_week, into, out, lost, strict=True)]
    return {"bars": bars if any((*into, *out, *lost)) else []}


def _bar(week: Week, arrivals: int, departures: int, abandoned: int) -> dict[str, Any]:
    out = departures + abandoned
    words = _("%(into)d started, %(out)d finished or given up: %(net)+d")
    return {
        "since": week.first,
        "until": week.last,
        "after": until(week.last),
        "middle": week.first + (week.last - week.first) / 2,
        "arrivals": arrivals,
        "departures": departures,
        "abandoned": abandoned,
        "out": -out,
        "net": arrivals - out,
        "tip": f"{short(week.first)} – {short(week.last)}\n"
        + words % {"into": arrivals, "out": out, "net": arrivals - out},
    }


def says(data: Data) -> str:
    """Return the sentence about the work in progress in the last weeks."""
    recent = data["bars"][-RECENT:]
    if not recent:
        return ""
    net = sum(bar["net"] for bar in recent)
    facts = {
        "weeks": len(recent),
        "into": sum(bar["arrivals"] for bar in recent),
        "out": -sum(bar["out"] for bar in recent),
        "net": abs(net),
    }
    sentence = _("In the last %(weeks)d weeks %(into)d came in and %(out)d left: ") % facts
    if net > 0:
        return sentence + _("work piled up by %(net)d.") % facts
    if net < 0:
        return sentence + _("work went down by %(net)d.") % facts
    return sentence + _("in balance.")


def table(data: Data) -> Table:
    head = [_("From"), _("To"), _("Started"), _("Finished"), _("Given up"), _("Net")]
    return Table(
        head,
        [
            [
                bar["since"],
                bar["until"],
                bar["arrivals"],
                bar["departures"],
                bar["abandoned"],
                bar["net"],
            ]
            for bar in reversed(data["bars"])
        ],
        words=2,
    )


def layers() -> list[alt.Chart]:
    bars = rows_of("bars")
    span: dict[str, Any] = {"x": day("since"), "x2": "after:T", "tooltip": TIP}
    bar: dict[str, Any] = {"opacity": 0.6, "stroke": color("surface"), "strokeWidth": 2}
    cards = amount("arrivals", _("Started above, finished below"))
    ground = alt.datum(0)
    return [
        bars.mark_rect(**bar, color=color("water")).encode(**span, y=cards, y2=ground),
        bars.mark_rect(**bar, color=color("iron_plank")).encode(**span, y="out:Q", y2=ground),
        bars.mark_line(
            color=color("ink"),
            strokeWidth=1.5,
            strokeDash=[4, 2],
            point={
                "filled": True,
                "shape": "diamond",
                "size": 44,
                "color": {"expr": "ink"},
                "opacity": 1,
            },
        ).encode(x=day("middle"), y=alt.Y("net:Q"), tooltip=TIP),
    ]


NET_FLOW = Chart(
    name="net-flow",
    title=gettext_lazy("Net flow"),
    how=gettext_lazy(
        "Above the line: the cards started in each week. Below it: the cards finished or given up. "
        "The diamonds are the difference: above zero, more came in than went out."
    ),
    missing=gettext_lazy("Nothing was started or finished in this time."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars",),
)

"""Throughput: how many cards finished in each day or week, and what is usual.

    bars   since, until, after, label, cards, unusual, tip    each day or week; zero is a number too
    lines  days, label, expected, at                   XmR: the mean, and the natural limits

(`days` of a line is its height; the name is shared with the percentiles.)
"""

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.metrics.charts.chart import Data, Table
from flow.metrics.charts.grammar import TIP, amount, by, color, day, lines_across, rows_of


def says(data: Data) -> str:
    if not data["bars"]:
        return ""
    last = data["bars"][-1]
    unusual = [bar for bar in data["bars"] if bar["unusual"]]
    total = sum(bar["cards"] for bar in data["bars"])
    words = ngettext("%(number)d card finished.", "%(number)d cards finished.", total)
    said = words % {"number": total}
    if last["unusual"]:
        return (
            said + " " + _("The last period is outside its usual limits: something is different.")
        )
    if unusual:
        words = _("%(when)s was outside the usual limits: something was different.")
        return said + " " + words % {"when": unusual[-1]["label"]}
    if len(data["lines"]) > 1:
        return said + " " + _("It goes up and down as usual: no single period says anything.")
    return said


def table(data: Data) -> Table:
    rows = [[bar["since"], bar["until"], bar["cards"]] for bar in reversed(data["bars"])]
    return Table([_("From"), _("To"), _("Finished cards")], rows)


def layers() -> list[alt.Chart]:
    return [
        rows_of("bars")
        .mark_rect(stroke=color("surface"), strokeWidth=2)
        .encode(
            x=day("since"),
            x2="after:T",
            y=amount("cards", _("Finished cards")),
            y2=alt.datum(0),
            color=by("unusual", {False: "iron_plank", True: "heat_4"}),
            tooltip=TIP,
        ),
        *lines_across(),
    ]

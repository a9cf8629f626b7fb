"""When are N done: the chance of each day being the one on which the last of them finishes.

bars    day, after, chance, by_then, sure, tip    chance in %
lines   percent, day, edge, label, expected, row, cards
"""

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.metrics.charts.chart import Data, Table, long
from flow.metrics.charts.grammar import ROWS, TIP, amount, by, day, lines_upright, rows_of


def says(data: Data) -> str:
    line = next((line for line in data["lines"] if line["expected"]), None)
    if line is None:
        return ""
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

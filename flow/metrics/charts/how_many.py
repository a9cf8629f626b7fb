"""How many by a date: the chance of each number of cards finishing by then, computed exactly.

bars    cards, left, right, chance, or_more, sure, tip    chance in %
lines   percent, cards, label, expected, row
"""

import altair as alt
from django.utils.translation import gettext as _

from flow.metrics.charts.chart import Data, Table, long
from flow.metrics.charts.grammar import ROWS, TIP, amount, by, lines_upright, rows_of


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
            y=amount("chance", _("Chance of exactly this many, %"), above=ROWS),
            y2=alt.datum(0),
            color=by("sure", {True: "water", False: "line_strong"}),
            tooltip=TIP,
        ),
        *lines_upright(alt.X("edge:Q")),
    ]

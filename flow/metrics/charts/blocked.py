"""Blocked time: what kept cards from going on, and for how long.

bars   reason, days, cards, standing, tip     the longest first; the rest as one
"""

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.metrics.charts.chart import Data, Table
from flow.metrics.charts.grammar import TIP, color, lying, rows_of

MOST = 12  # reasons that have room


def says(data: Data) -> str:
    if not data["bars"]:
        return _("Nothing was blocked.")
    most, total = data["bars"][0], sum(bar["days"] for bar in data["bars"])
    words = _("“%(reason)s” cost most: %(days)s of %(total)s blocked days.")
    said = words % {
        "reason": most["reason"],
        "days": f"{most['days']:.1f}",
        "total": f"{total:.1f}",
    }
    standing = sum(bar["standing"] for bar in data["bars"])
    if standing:
        said += " " + ngettext(
            "%(number)d card is blocked now.", "%(number)d cards are blocked now.", standing
        ) % {"number": standing}
    return said


def table(data: Data) -> Table:
    head = [_("Reason"), _("Days blocked"), _("Cards"), _("Blocked now")]
    return Table(
        head,
        [
            [bar["reason"], f"{bar['days']:.1f}", bar["cards"], bar["standing"]]
            for bar in data["bars"]
        ],
    )


def layers() -> list[alt.Chart]:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=160)
    reason = alt.Y("reason:N", axis=axis, sort=None)
    return [
        rows_of("bars")
        .mark_bar(color=color("blocked"), size=16)
        .encode(y=reason, x=lying("days", _("Days blocked")), tooltip=TIP)
    ]

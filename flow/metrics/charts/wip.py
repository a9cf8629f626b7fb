"""Work in progress at the end of each day, beside the limit that held.

days    day, wip, limit, over, tip      limit: None where none held
ends    label, value, at
"""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.metrics.charts.chart import Data, Table
from flow.metrics.charts.grammar import (
    amount,
    color,
    day,
    days_to_ask,
    names_at_the_end,
    rows_of,
)


def says(data: Data) -> str:
    if not data["days"]:
        return ""
    today = data["days"][-1]
    if today["limit"] is None:
        low, high = (pick(each["wip"] for each in data["days"]) for pick in (min, max))
        return _("%(wip)d in progress; between %(low)d and %(high)d in this time.") % {
            "wip": today["wip"],
            "low": low,
            "high": high,
        }
    over = days_over(data)
    if over:
        words = ngettext(
            "%(wip)d in progress, over the limit of %(limit)d for %(over)d day.",
            "%(wip)d in progress, over the limit of %(limit)d for %(over)d days.",
            over,
        )
        return words % {"wip": today["wip"], "limit": today["limit"], "over": over}
    return _("%(wip)d in progress, within the limit of %(limit)d.") % {
        "wip": today["wip"],
        "limit": today["limit"],
    }


def days_over(data: Data) -> int:
    """For how many days up to the last the limit has been passed."""
    over = 0
    for each in reversed(data["days"]):
        if not each["over"]:
            break
        over += 1
    return over


def table(data: Data) -> Table:
    rows = [
        [each["day"], each["wip"], "" if each["limit"] is None else each["limit"]]
        for each in reversed(data["days"])
    ]
    return Table([_("Day"), _("In progress"), _("Limit")], rows)


def layers() -> list[alt.Chart]:
    days = rows_of("days")
    step: dict[str, Any] = {"interpolate": "step-after"}
    wip, limit = amount("wip", _("Cards in progress")), alt.Y("limit:Q")
    return [
        days.mark_area(**step, color=color("water"), opacity=0.16).encode(x=day(), y=wip),
        days.mark_line(**step, color=color("water"), strokeWidth=2).encode(x=day(), y=wip),
        days.mark_line(**step, color=color("iron_plank"), strokeWidth=2, strokeDash=[6, 3]).encode(
            x=day(), y=limit
        ),
        days.transform_filter("datum.over")
        .mark_point(filled=True, shape="diamond", size=36, color=color("over"), opacity=1)
        .encode(x=day(), y=wip),
        names_at_the_end(),
        days_to_ask(),
    ]

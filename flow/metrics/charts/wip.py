"""Work in progress at the end of each day, with the limit in force.

days    day, wip, limit, apart, over, tip   limit: None where none held, apart: not counted by it
ends    label, value, at
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flow.metrics.charts.chart import Chart, Data, Table, long, short
from flow.metrics.charts.grammar import (
    amount,
    apart,
    color,
    day,
    days_to_ask,
    names_at_the_end,
    rows_of,
)
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.daily import WipDay


def read(question: Question) -> Data:
    days = [_day(each) for each in question.wip]
    if not any(each["wip"] for each in days):
        return {"days": [], "ends": []}
    last = days[-1]
    ends = [{"label": _("in progress: %(number)d") % {"number": last["wip"]}, "value": last["wip"]}]
    if last["limit"] is not None:
        ends.append(
            {"label": _("limit: %(number)d") % {"number": last["limit"]}, "value": last["limit"]}
        )
    top = max(max(each["wip"], each["limit"] or 0) for each in days)
    return {"days": days, "ends": apart(ends, "value", top)}


def _day(each: WipDay) -> dict[str, Any]:
    words = [short(each.day), _("%(number)d in progress") % {"number": each.wip}]
    if each.limit is not None:
        words.append(_("limit %(number)d") % {"number": each.limit})
    if each.apart:
        words.append(_("%(number)d of them apart from the limit") % {"number": each.apart})
    return {
        "day": each.day,
        "wip": each.wip,
        "limit": each.limit,
        "apart": each.apart,
        "over": each.is_over,
        "tip": "\n".join(words),
    }


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
    since = over_since(data)
    if since:
        words = _("%(wip)s in progress, above the limit of %(limit)d since %(day)s.")
        facts = {"wip": _counted(today), "limit": today["limit"], "day": long(since)}
        return words % facts
    return _("%(wip)s in progress, within the limit of %(limit)d.") % {
        "wip": _counted(today),
        "limit": today["limit"],
    }


def _counted(today: dict[str, Any]) -> str:
    """Return the cards that the limit counts, and those that it leaves out: 9 + 2 apart."""
    apart = today.get("apart", 0)
    if not apart:
        return str(today["wip"])
    facts = {"counted": today["wip"] - apart, "apart": apart}
    return _("%(counted)d and %(apart)d apart from the limit") % facts


def over_since(data: Data) -> date | None:
    """The first of the days up to the last on which the limit was passed; None if it is not."""
    since = None
    for each in reversed(data["days"]):
        if not each["over"]:
            break
        since = each["day"]
    return since


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


WIP = Chart(
    name="wip",
    title=gettext_lazy("Work in progress"),
    how=gettext_lazy(
        "The line counts the cards in progress at the end of each day, the dashed line is the "
        "limit on that day. A diamond marks a day above it; cards of a class apart from limits "
        "are in the "
        "line, but no limit counts them."
    ),
    missing=gettext_lazy("Nothing was in progress in this time."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("days", "ends"),
)

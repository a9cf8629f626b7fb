"""Total age: the ages of all cards in progress, added up, at the end of each day.

days   day, age, wip, tip
ends   label, value, at
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table, short
from flow.metrics.charts.grammar import (
    amount,
    color,
    day,
    days_to_ask,
    names_at_the_end,
    rows_of,
)
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.daily import WipDay

WEEK = 7


def read(question: Question) -> Data:
    days = [_day(each) for each in question.wip]
    if not any(each["wip"] for each in days):
        return {"days": [], "ends": []}
    age = days[-1]["age"]
    label = ngettext("%(days)d day", "%(days)d days", age) % {"days": age}
    return {"days": days, "ends": [{"label": label, "value": age, "at": age}]}


def _day(each: WipDay) -> dict[str, Any]:
    sentence = _("%(age)d days of age in %(cards)d cards") % {
        "age": each.total_age,
        "cards": each.wip,
    }
    return {
        "day": each.day,
        "age": each.total_age,
        "wip": each.wip,
        "tip": f"{short(each.day)}\n{sentence}",
    }


def says(data: Data) -> str:
    if not data["days"]:
        return ""
    today = data["days"][-1]
    facts = {"age": today["age"], "cards": today["wip"]}
    if len(data["days"]) <= WEEK:
        return _("%(age)d days of age in %(cards)d cards.") % facts
    more = today["age"] - data["days"][-1 - WEEK]["age"]
    if more > 0:
        return _("%(age)d days of age in %(cards)d cards, %(more)d more than a week ago.") % (
            facts | {"more": more}
        )
    if more < 0:
        return _("%(age)d days of age in %(cards)d cards, %(less)d fewer than a week ago.") % (
            facts | {"less": -more}
        )
    return _("%(age)d days of age in %(cards)d cards, as a week ago.") % facts


def table(data: Data) -> Table:
    rows = [[each["day"], each["age"], each["wip"]] for each in reversed(data["days"])]
    return Table([_("Day"), _("Total age, days"), _("In progress")], rows)


def layers() -> list[alt.Chart]:
    days = rows_of("days")
    age = amount("age", _("Total age, days"))
    return [
        days.mark_area(color=color("water"), opacity=0.16).encode(x=day(), y=age),
        days.mark_line(color=color("water"), strokeWidth=2).encode(x=day(), y=age),
        names_at_the_end(),
        days_to_ask(),
    ]


TOTAL_AGE = Chart(
    name="total-age",
    title=gettext_lazy("Total age"),
    how=gettext_lazy(
        "The ages of all cards in progress, added up. It grows by one for each of them every day, "
        "and falls when an old card is finished: the earliest sign that work stands still."
    ),
    missing=gettext_lazy("Nothing was in progress in this time, so nothing grew older."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("days", "ends"),
)

"""Total age: the ages of all cards in progress, added up, at the end of each day.

days   day, age, wip, tip
ends   label, value, at
"""

import altair as alt
from django.utils.translation import gettext as _

from flow.metrics.charts.chart import Data, Table
from flow.metrics.charts.grammar import (
    amount,
    color,
    day,
    days_to_ask,
    names_at_the_end,
    rows_of,
)

WEEK = 7


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

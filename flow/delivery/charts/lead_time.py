"""Lead time: when each change came to production first, and how long after it came to the trunk.

changes  day, hours, sha, words, late, tip     each change with a time that is not negative
lines    days, label, expected, at            the median and the 85 %
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.models.words import isolated
from board.sql.one_of import OneOf
from flow.delivery.charts.asked import delivered
from flow.delivery.display.words import took
from flow.delivery.models import Change
from flow.metrics.charts.chart import Chart, Data, Table, short
from flow.metrics.charts.grammar import TIP, amount, by, day, lines_across, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.definitions.percentile import percentiles

MOST = 2_000  # changes that can still be told apart as dots; the last ones
AN_HOUR = 3600


def read(question: Any) -> Data:
    production = delivered(question)
    times = [each for each in production.brought if each.seconds >= 0] if production else []
    if not times:
        return {"changes": [], "lines": []}
    known = percentiles([each.seconds for each in times], (50, 85))
    shown = sorted(times, key=lambda each: (each.at, each.seconds, each.change))[-MOST:]
    titles = Change.objects.filter(OneOf("pk", (each.change for each in shown))).titles()
    days = {day: short(day) for day in {each.day for each in shown}}
    sentence = _("%(took)s from the trunk to production on %(day)s")
    changes = []
    for each in shown:
        sha, words = titles[each.change]
        took_ = sentence % {"took": took(each.seconds), "day": days[each.day]}
        changes.append(
            {
                "day": each.day,
                "hours": each.seconds / AN_HOUR,
                "sha": sha,
                "words": words,
                "late": each.seconds > known[85],
                "tip": f"{sha} {isolated(words)}\n{took_}",
            }
        )
    lines = [
        {
            "days": seconds / AN_HOUR,
            "label": _("%(p)d %%: %(took)s") % {"p": p, "took": took(seconds)},
            "expected": p == 50,
            "at": seconds / AN_HOUR,
        }
        for p, seconds in known.items()
    ]
    return {"changes": changes, "lines": lines}


def says(data: Data) -> str:
    lines = {line["expected"]: line["days"] * AN_HOUR for line in data["lines"]}
    if not lines:
        return ""
    words = _("Half of the changes were in production within %(half)s, 85 %% within %(most)s.")
    sentence = words % {"half": took(lines[True]), "most": took(lines[False])}
    late = sum(change["late"] for change in data["changes"])
    if late:
        words = ngettext("The diamond took longer.", "The %(late)d diamonds took longer.", late)
        sentence += " " + words % {"late": late}
    return sentence


def table(data: Data) -> Table:
    rows = [[c["sha"], c["words"], c["day"], round(c["hours"], 1)] for c in data["changes"]]
    head = [_("Change"), _("Title"), _("In production on"), _("Hours")]
    return Table(head, rows[::-1], words=3)


def layers() -> list[alt.Chart]:
    shape = alt.Scale(domain=[False, True], range=["circle", "diamond"])
    return [
        *lines_across(),
        rows_of("changes")
        .mark_point(filled=True, size=46, opacity=0.75)
        .encode(
            x=day("day"),
            y=amount("hours", _("Lead time, hours"), whole=False),
            color=by("late", {False: "ink_soft", True: "heat_4"}),
            shape=alt.Shape("late:N", scale=shape, legend=None),
            tooltip=TIP,
        ),
    ]


LEAD_TIME = Chart(
    name="lead-time",
    title=gettext_lazy("Change lead time"),
    how=gettext_lazy(
        "Each dot is a change: the day on which it first reached production, and the time since "
        "it reached the trunk."
    ),
    missing=gettext_lazy("No change with a known time reached production in these days."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("changes", "lines"),
    seen=("changes",),
)

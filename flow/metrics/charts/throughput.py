"""Throughput: how many cards finished in each week, and what is usual.

    bars   since, until, after, cards, unusual, tip    each week; zero is a number too
    lines  days, label, expected, at                   XmR: the mean, and the natural limits

(`days` of a line is its height; the name is shared with the percentiles.)
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table, long, short, until
from flow.metrics.charts.grammar import TIP, amount, apart, by, color, day, lines_across, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.weekly import Week


def read(question: Question) -> Data:
    weekly = question.weekly_throughput
    unusual = weekly.signals
    bars = [
        _bar(week, cards, unusual=week in unusual)
        for week, cards in zip(weekly.weeks, weekly.counts, strict=True)
    ]
    top = max(weekly.counts, default=0)
    limits = weekly.limits
    lines = []
    if limits and top:
        lines.append(_line(limits.mean, _("mean %(number).1f"), expected=True))
        lines.append(_line(limits.upper, _("usually up to %(number).1f")))
        if limits.lower_is_drawn:
            lines.append(_line(limits.lower, _("usually from %(number).1f")))
    return {
        "bars": bars if top else [],
        "lines": apart(lines, "days", max(top, limits.upper if limits else 0)),
    }


def _bar(week: Week, cards: int, *, unusual: bool) -> dict[str, Any]:
    finished = ngettext("%(number)d card finished", "%(number)d cards finished", cards)
    return {
        "since": week.first,
        "until": week.last,
        "after": until(week.last),
        "cards": cards,
        "unusual": unusual,
        "tip": f"{short(week.first)} – {short(week.last)}\n" + finished % {"number": cards},
    }


def _line(number: float, words: str, *, expected: bool = False) -> dict[str, Any]:
    return {"days": number, "label": words % {"number": number}, "expected": expected}


def says(data: Data) -> str:
    if not data["bars"]:
        return ""
    last = data["bars"][-1]
    unusual = [bar for bar in data["bars"] if bar["unusual"]]
    total = sum(bar["cards"] for bar in data["bars"])
    words = ngettext("%(number)d card finished.", "%(number)d cards finished.", total)
    sentence = words % {"number": total}
    if last["unusual"]:
        return (
            sentence + " " + _("The last week is outside the usual limits: something is different.")
        )
    if unusual:
        words = _("The week from %(day)s was outside the usual limits: something was different.")
        return sentence + " " + words % {"day": long(unusual[-1]["since"])}
    if len(data["lines"]) > 1:
        return sentence + " " + _("It goes up and down as usual: no single week means anything.")
    return sentence


def table(data: Data) -> Table:
    rows = [[bar["since"], bar["until"], bar["cards"]] for bar in reversed(data["bars"])]
    return Table([_("From"), _("To"), _("Finished cards")], rows, words=2)


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


THROUGHPUT = Chart(
    name="throughput",
    title=gettext_lazy("Throughput"),
    how=gettext_lazy(
        "Each bar is a week and the cards that finished in it. Between the dotted lines it goes up "
        "and down by chance; a bar outside has a reason that is worth finding."
    ),
    missing=gettext_lazy("No card finished in this time."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars", "lines"),
)

"""Cycle time: when each card finished, and how long it took.

cards  day, days, key, title, href, late, tip     each finished card, up to 2,000
cells  since, until, low, high, cards, tip        instead of them, beyond: cards of a week and a band
lines  percent, days, label, expected             percentiles; the expected one is the SLE's
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.models.words import isolated
from flow.metrics.charts.chart import Chart, Data, Link, Table, short
from flow.metrics.charts.grammar import TIP, amount, by, color, day, lines_across, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.percentiles import across
from flow.metrics.charts.question import Question

MOST = 2_000  # cards that can still be distinguished as dots
BANDS = 24


def read(question: Question) -> Data:
    flow, times = question.flow, question.cycle_times
    days = question.expected[1] if question.expected else None
    lines = across(times.percentiles, question.expected, top=max(times.histogram.cards, default=0))
    if times.count > MOST:
        ends: Any = (
            flow.finished.order_by().values_list("finished_on", "days").annotate(Count("pk"))
        )
        return {"cards": [], "cells": binned(ends), "lines": lines}
    cards: Any = flow.finished.latest_first().values_list(
        "finished_on", "days", "card__number", "card__title"
    )
    drawn = [_card(question, days, *card) for card in cards]
    return {"cards": drawn, "cells": [], "lines": lines}


def _card(
    question: Question, within: int | None, on: date, days: int, number: int, title: str
) -> dict[str, Any]:
    key = f"{question.flow.board.key}-{number}"
    took = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return {
        "day": on,
        "days": days,
        "key": key,
        "title": title,
        "href": question.card_url(number),
        "late": within is not None and days > within,
        "tip": f"{key} {isolated(title)}\n"
        + _("%(took)s, finished %(day)s") % {"took": took, "day": short(on)},
    }


def binned(cards: Iterable[tuple[date, int, int]]) -> list[dict[str, Any]]:
    """How many cards each week and band of days holds; a week begins on Monday.

    `cards` has for a day and a number of days how many cards took that many and finished then.
    """
    cards = list(cards)
    if not cards:
        return []
    height = -(-max(days for _day, days, _number in cards) // BANDS)
    counted: Counter[tuple[date, int]] = Counter()
    for on, days, number in cards:
        counted[on - timedelta(on.weekday()), (days - 1) // height] += number
    return [
        _cell(monday, band * height + 1, (band + 1) * height, number)
        for (monday, band), number in sorted(counted.items())
    ]


def _cell(monday: date, low: int, high: int, number: int) -> dict[str, Any]:
    words = ngettext("%(number)d card", "%(number)d cards", number) % {"number": number}
    days = str(low) if low == high else f"{low}–{high}"
    tip = _("%(cards)s in the week of %(day)s took %(days)s days")
    return {
        "since": monday,
        "until": monday + timedelta(7),
        "low": low - 0.5,
        "high": high + 0.5,
        "days": days,
        "cards": number,
        "tip": tip % {"cards": words, "day": short(monday), "days": days},
    }


def says(data: Data) -> str:
    lines = {line["percent"]: line["days"] for line in data["lines"]}
    if not lines:
        return ""
    words = _("Half finish within %(half)d days, %(percent)d %% within %(days)d.")
    expected = next((line for line in data["lines"] if line["expected"]), data["lines"][-1])
    sentence = words % {"half": lines[50], "percent": expected["percent"], "days": expected["days"]}
    late = sum(card["late"] for card in data["cards"])
    if late:
        sentence += " " + ngettext(
            "The diamond took longer.", "The %(late)d diamonds took longer.", late
        ) % {"late": late}
    return sentence


def table(data: Data) -> Table:
    if data["cells"]:
        head = [_("Week of"), _("Days"), _("Cards")]
        return Table(head, [[cell["since"], cell["days"], cell["cards"]] for cell in data["cells"]])
    head = [_("Card"), _("Title"), _("Finished"), _("Days")]
    newest = sorted(data["cards"], key=lambda card: (card["day"], card["key"]), reverse=True)
    return Table(
        head,
        [[Link(c["key"], c["href"]), c["title"], c["day"], c["days"]] for c in newest],
        words=3,
    )


def layers() -> list[alt.Chart]:
    shape = alt.Scale(domain=[False, True], range=["circle", "diamond"])
    days = _("Cycle time, days")
    return [
        rows_of("cells")
        .mark_rect(color=color("water"))
        .encode(
            x=day("since"),
            x2="until:T",
            y=amount("low", days),
            y2="high:Q",
            opacity=alt.Opacity("cards:Q", scale=alt.Scale(range=[0.15, 0.95]), legend=None),
            tooltip=TIP,
        ),
        *lines_across(),
        rows_of("cards")
        .mark_point(filled=True, size=46, opacity=0.75, cursor="pointer")
        .encode(
            x=day(),
            y=amount("days", days),
            color=by("late", {False: "ink_soft", True: "heat_4"}),
            shape=alt.Shape("late:N", scale=shape, legend=None),
            href="href:N",
            tooltip=TIP,
        ),
    ]


CYCLE_TIME = Chart(
    name="cycle-time",
    title=gettext_lazy("Cycle time"),
    how=gettext_lazy(
        "Each dot is a card: the day it finished, and how many days it took from its start, both "
        "ends counted. Each line has the named share of the dots on or below it."
    ),
    missing=gettext_lazy(
        "No card finished in this time. The first one that does will be a dot here."
    ),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("cards", "cells", "lines"),
)

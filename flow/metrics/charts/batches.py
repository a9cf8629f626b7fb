"""How small the cards are: in each week, how many finished within the target days.

bars    since, until, after, low, high, cards, late, tip  for each week: within the target, then longer
counts  what, number                                      what else happened in the window
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.metrics.charts.chart import Chart, Data, Table, short, until
from flow.metrics.charts.grammar import TIP, amount, by, color, day, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.batches import BatchWeek


def read(question: Question) -> Data:
    batches = question.batches
    happened = {
        "split": batches.split,
        "refused": batches.refused,
        "overridden": batches.overridden,
        "not_described": batches.not_described,
    }
    counts = [{"what": what, "number": number} for what, number in happened.items()]
    if not batches.finished or batches.target_days is None:
        return {"bars": [], "counts": counts}
    bars = [bar for week in batches.weeks for bar in _bars(week, batches.target_days)]
    return {"bars": bars, "counts": counts}


def _bars(week: BatchWeek, target_days: int) -> list[dict[str, Any]]:
    small = week.within_target or 0
    within = ngettext(
        "%(number)d card within %(days)d d", "%(number)d cards within %(days)d d", small
    ) % {"number": small, "days": target_days}
    longer = ngettext(
        "%(number)d card took longer", "%(number)d cards took longer", week.finished - small
    ) % {"number": week.finished - small}
    span = f"{short(week.week.first)} – {short(week.week.last)}\n"
    place = {
        "since": week.week.first,
        "until": week.week.last,
        "after": until(week.week.last),
        "days": target_days,
    }
    return [
        place | {"low": 0, "high": small, "cards": small, "late": False, "tip": span + within},
        place
        | {
            "low": small,
            "high": week.finished,
            "cards": week.finished - small,
            "late": True,
            "tip": span + longer,
        },
    ]


def says(data: Data) -> str:
    sentences = [
        *_counts_of_small(data),
        *(_says(**count) for count in data["counts"] if count["number"]),
    ]
    return " ".join(sentences)


def _counts_of_small(data: Data) -> Iterator[str]:
    if bars := data["bars"]:
        small = sum(bar["cards"] for bar in bars if not bar["late"])
        total = sum(bar["cards"] for bar in bars)
        facts = {"small": small, "total": total, "days": bars[0]["days"]}
        yield (
            ngettext(
                "%(small)d of %(total)d cards finished within %(days)d day.",
                "%(small)d of %(total)d cards finished within %(days)d days.",
                bars[0]["days"],
            )
            % facts
        )


def _says(what: str, number: int) -> str:
    words = {
        "split": ngettext("%d split.", "%d splits.", number),
        "refused": ngettext(
            "%d start was refused as too large.", "%d starts were refused as too large.", number
        ),
        "overridden": ngettext(
            "%d card started too large, with a reason.",
            "%d cards started too large, with a reason.",
            number,
        ),
        "not_described": ngettext(
            "%d card started without scenarios.", "%d cards started without scenarios.", number
        ),
    }
    return words[what] % number


def table(data: Data) -> Table:
    within, longer = data["bars"][::2], data["bars"][1::2]
    rows = [
        [small["since"], small["until"], small["cards"], large["cards"]]
        for small, large in zip(within, longer, strict=True)
    ]
    heading = _("Within %(days)d d") % data["bars"][0] if rows else _("Within the target days")
    return Table([_("From"), _("To"), heading, _("Longer")], rows[::-1], words=2)


def layers() -> list[alt.Chart]:
    return [
        rows_of("bars")
        .mark_rect(stroke=color("surface"), strokeWidth=2)
        .encode(
            x=day("since"),
            x2="after:T",
            y=amount("low", _("Finished cards")),
            y2="high:Q",
            color=by("late", {False: "water", True: "iron_plank"}),
            tooltip=TIP,
        )
    ]


BATCHES = Chart(
    name="batches",
    title=gettext_lazy("How small are our cards?"),
    how=gettext_lazy(
        "Each bar is a week and the cards that finished in it; the lower part took at most the "
        "target days of the board. Small cards finish sooner and are deployed alone."
    ),
    missing=gettext_lazy(
        "No card finished in this time, or the board has no target days: a lead can set them."
    ),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars",),
)

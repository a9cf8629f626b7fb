"""Deployments to production by day, failed ones on top.

bars  since, after, low, high, deployments, failed, tip    for each day: what went well, then failed
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.delivery.charts.asked import delivered
from flow.metrics.charts.chart import Chart, Data, Table, short, until
from flow.metrics.charts.grammar import TIP, amount, by, color, day, rows_of
from flow.metrics.charts.library import alt


def read(question: Any) -> Data:
    production = delivered(question)
    days = production.by_day if production else {}
    if not any(all_ for all_, _failed in days.values()):
        return {"bars": []}
    bars = [bar for on, (all_, failed) in days.items() for bar in _bars(on, all_, failed)]
    return {"bars": bars}


def _bars(on: date, all_: int, failed: int) -> list[dict[str, Any]]:
    words = ngettext("%(n)d deployment", "%(n)d deployments", all_) % {"n": all_}
    if failed:
        words += ngettext(", %(n)d of them failed", ", %(n)d of them failed", failed) % {
            "n": failed
        }
    place = {"since": on, "after": until(on), "tip": f"{short(on)}\n{words}"}
    return [
        place | {"low": 0, "high": all_ - failed, "deployments": all_, "failed": False},
        place | {"low": all_ - failed, "high": all_, "deployments": failed, "failed": True},
    ]


def says(data: Data) -> str:
    all_ = sum(bar["deployments"] for bar in data["bars"] if not bar["failed"])
    failed = sum(bar["deployments"] for bar in data["bars"] if bar["failed"])
    days = sum(bar["deployments"] > 0 for bar in data["bars"] if not bar["failed"])
    words = ngettext(
        "%(all)d deployment to production, on %(days)d of the days; failed: %(failed)d.",
        "%(all)d deployments to production, on %(days)d of the days; failed: %(failed)d.",
        all_,
    )
    return words % {"all": all_, "days": days, "failed": failed}


def table(data: Data) -> Table:
    well, failed = data["bars"][::2], data["bars"][1::2]
    rows = [
        [one["since"], one["deployments"], other["deployments"]]
        for one, other in zip(well, failed, strict=True)
    ]
    return Table([_("Day"), _("Deployments"), _("Failed")], rows[::-1])


def layers() -> list[alt.Chart]:
    return [
        rows_of("bars")
        .mark_rect(stroke=color("surface"), strokeWidth=1)
        .encode(
            x=day("since"),
            x2="after:T",
            y=amount("low", _("Deployments, failed ones on top")),
            y2="high:Q",
            color=by("failed", {False: "water", True: "over"}),
            tooltip=TIP,
        )
    ]


DEPLOYMENTS = Chart(
    name="deployments",
    title=gettext_lazy("Deployments by day"),
    how=gettext_lazy(
        "Each bar is a day with its deployments to production, rollbacks and redeploys included. "
        "Failed ones are on top."
    ),
    missing=gettext_lazy("Nothing was deployed to production in these days."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars",),
)

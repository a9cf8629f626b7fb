"""Blocked time: what kept cards from going on, and for how long.

bars   reason, days, cards, standing, tip     the longest first; the rest as one
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.models.words import isolated
from flow.metrics.charts.chart import Chart, Data, Table
from flow.metrics.charts.grammar import TIP, color, horizontal, rows_of
from flow.metrics.charts.library import alt
from flow.metrics.charts.question import Question
from flow.metrics.reports.places import standing_reasons

MOST = 12  # reasons that have room


A_DAY = timedelta(days=1)


def read(question: Question) -> Data:
    standing = standing_reasons(question.flow)
    bars = [
        _bar(each.reason, each.blocked / A_DAY, each.cards, standing.pop(each.reason, 0))
        for each in question.flow.blocked()
    ]
    bars += [_bar(reason, 0, 0, number) for reason, number in standing.items()]
    return {"bars": [*bars[:MOST], *_others(bars[MOST:])]}


def _others(bars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not bars:
        return []
    days, cards, standing = (sum(b[field] for b in bars) for field in ("days", "cards", "standing"))
    words = ngettext("%(number)d other reason", "%(number)d other reasons", len(bars))
    return [_bar(words % {"number": len(bars)}, days, cards, standing)]


def _bar(reason: str, days: float, cards: int, standing: int) -> dict[str, Any]:
    words = ngettext(
        "%(days).1f days in %(cards)d card", "%(days).1f days in %(cards)d cards", cards
    )
    tip = f"{isolated(reason)}\n" + words % {"days": days, "cards": cards}
    return {"reason": reason, "days": days, "cards": cards, "standing": standing, "tip": tip}


def says(data: Data) -> str:
    if not data["bars"]:
        return _("Nothing was blocked.")
    most, total = data["bars"][0], sum(bar["days"] for bar in data["bars"])
    words = _("“%(reason)s” cost most: %(days)s of %(total)s blocked days.")
    sentence = words % {
        "reason": isolated(most["reason"]),
        "days": f"{most['days']:.1f}",
        "total": f"{total:.1f}",
    }
    standing = sum(bar["standing"] for bar in data["bars"])
    if standing:
        sentence += " " + ngettext(
            "%(number)d card is blocked now.", "%(number)d cards are blocked now.", standing
        ) % {"number": standing}
    return sentence


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
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=200)
    reason = alt.Y("reason:N", axis=axis, sort=None)
    return [
        rows_of("bars")
        .mark_bar(color=color("blocked"), size=16)
        .encode(y=reason, x=horizontal("days", _("Days blocked")), tooltip=TIP)
    ]


BLOCKED = Chart(
    name="blocked",
    title=gettext_lazy("Blocked time by reason"),
    how=gettext_lazy(
        "The days for which finished cards were blocked between start and finish, by reason. A "
        "card that is blocked now counts when it is finished; the table shows it already."
    ),
    missing=gettext_lazy("No card that finished in this time had been blocked."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bars",),
)

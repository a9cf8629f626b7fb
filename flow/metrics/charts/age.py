"""Age of work in progress: how old each card is, against the pace of the column that it is in.

bands    column, order, low, high, heat            by the pace of each column; heat 0 to 4
cards    column, order, age, key, href, title, heat, slot, label, tip
lines    percent, days, label, expected, at        percentiles of cycle time
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.models.words import isolated
from flow.metrics.charts.chart import Chart, Data, Link, Table
from flow.metrics.charts.grammar import (
    TIP,
    amount,
    color,
    lines_across,
    rows_of,
)
from flow.metrics.charts.library import alt
from flow.metrics.charts.percentiles import across
from flow.metrics.charts.question import Question
from flow.metrics.reports.times import Aging

HEATS = range(5)
NAMED = 12  # cards of a column that have room for their names


def read(question: Question) -> Data:
    flow, aging = question.flow, question.aging
    held = {each.column_id for each in aging}  # a card may have moved back before the commitment
    drawn = [pk for pk in flow.workflow.columns if pk in flow.workflow.in_progress or pk in held]
    here = flow.board.shape.columns  # without a column that was archived since it was counted
    columns = [here[pk] for pk in drawn if pk in here]
    orders = {column.pk: order for order, column in enumerate(columns)}
    percentiles = question.cycle_times.percentiles
    expected = question.expected
    oldest = max((each.age for each in aging), default=0)
    top = max(oldest, *percentiles.values(), *(c.pace[-1] for c in columns if c.pace), 4) + 1
    cards = [  # what has left with its column is not counted out yet
        _card(question, each, orders[each.column_id]) for each in aging if each.column_id in orders
    ]
    return {
        "bands": bands([(column.name, column.pace) for column in columns], top),
        "cards": placed(cards),
        "lines": across(percentiles, expected, top),
    }


def _card(question: Question, each: Aging, order: int) -> dict[str, Any]:
    key, title = f"{question.flow.board.key}-{each.number}", each.title
    days = ngettext("%(days)d day old", "%(days)d days old", each.age) % {"days": each.age}
    tip = f"{key} {isolated(title)}\n{isolated(each.column)}, {days}"
    if each.percentile is not None:
        tip += "\n" + _("%(percent)d %% had left here by this age") % {"percent": each.percentile}
    return {
        "column": each.column,
        "order": order,
        "age": each.age,
        "key": key,
        "title": title,
        "href": question.card_url(each.number),
        "heat": each.level,
        "tip": tip,
    }


def bands(columns: Sequence[tuple[str, Sequence[int] | None]], top: int) -> list[dict[str, Any]]:
    """The heats of each (column, pace), from the ground up to `top` days; none without a pace."""
    drawn = []
    for order, (name, pace) in enumerate(columns):
        edges = [0, *(min(days, top) for days in pace), top] if pace else [0, top]
        for heat, (low, high) in enumerate(pairwise(edges)):
            if high > low or heat == 0:
                drawn.append(
                    {"column": name, "order": order, "low": low, "high": high, "heat": heat}
                )
    return drawn


def placed(cards: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cards with a slot, so that cards of one age are side by side, and the name of the first."""
    in_order = sorted(cards, key=lambda card: (card["order"], card["age"], card["key"]))
    drawn = []
    for _order, column in groupby(in_order, key=lambda card: card["order"]):
        here = list(column)
        for _age, same in groupby(here, key=lambda card: card["age"]):
            twins = list(same)
            drawn += [
                card | {"slot": slot, "label": _name(card, len(twins), slot, len(here))}
                for slot, card in enumerate(twins)
            ]
    return drawn


def _name(card: dict[str, Any], twins: int, slot: int, here: int) -> str:
    if slot < twins - 1 or here > NAMED:
        return ""
    return (
        card["key"]
        if twins == 1
        else _("%(key)s +%(more)d") % {"key": card["key"], "more": twins - 1}
    )


def says(data: Data) -> str:
    hot = [card["key"] for card in data["cards"] if card["heat"] == HEATS[-1]]
    if hot:
        words = ngettext(
            "%(cards)s is older than 95 %% of cards were when they left its column.",
            "%(cards)s are older than 95 %% of cards were when they left their column.",
            len(hot),
        )
        return words % {"cards": _and(hot)}
    if not data["cards"]:
        return _("Nothing is in progress.")
    oldest = max(data["cards"], key=lambda card: card["age"])
    if any(band["heat"] for band in data["bands"]):
        words = _(
            "No card is older than 95 %% of cards were here; the oldest is %(key)s, %(age)d days."
        )
    else:
        words = _("The oldest is %(key)s, %(age)d days.")
    return words % {"key": oldest["key"], "age": oldest["age"]}


def _and(keys: Sequence[str]) -> str:
    if len(keys) > 3:
        return _("%(keys)s and %(more)d more") % {
            "keys": ", ".join(keys[:2]),
            "more": len(keys) - 2,
        }
    return (
        keys[0]
        if len(keys) == 1
        else _("%(keys)s and %(last)s") % {"keys": ", ".join(keys[:-1]), "last": keys[-1]}
    )


def table(data: Data) -> Table:
    head = [_("Card"), _("Title"), _("Column"), _("Pace"), _("Age, days")]
    paces = [_("usual"), _("past 50 %"), _("past 70 %"), _("past 85 %"), _("past 95 %")]
    known = {band["column"] for band in data["bands"] if band["heat"]}
    oldest = sorted(data["cards"], key=lambda card: (-card["age"], card["key"]))
    return Table(
        head,
        [
            [
                Link(card["key"], card["href"]),
                card["title"],
                card["column"],
                paces[card["heat"]] if card["column"] in known else _("unknown"),
                card["age"],
            ]
            for card in oldest
        ],
        words=4,
    )


def layers() -> list[alt.Chart]:
    axis = alt.Axis(
        title=None,
        labelAngle=0,
        labelLimit=alt.ExprRef("bandwidth('x') - 8"),
        ticks=False,
        grid=False,
    )
    order = alt.EncodingSortField("order", op="min")
    column = alt.X("column:N", axis=axis, sort=order, scale=alt.Scale(padding=0))
    paints = [{"expr": f"heat_{heat}"} if heat else "transparent" for heat in HEATS]
    strengths = alt.Scale(type="ordinal", domain=[*HEATS], range=[0, 1, 0.7, 0.6, 0.42])
    days = amount("age", _("Age, days"))
    dot: dict[str, Any] = {
        "filled": True,
        "size": 60,
        "opacity": 1,
        "strokeWidth": 1.5,
        "cursor": "pointer",
    }
    name: dict[str, Any] = {  # above its dot, where no line of a whole day passes
        "align": "left",
        "baseline": "bottom",
        "dy": -4,
        "xOffset": alt.ExprRef("14 * datum.slot - 28"),
        "fontSize": 11,
        "fontWeight": 600,
        "cursor": "pointer",
    }
    ground: dict[str, Any] = {"stroke": color("surface"), "strokeWidth": 3, "strokeOpacity": 0.8}
    encoding: dict[str, Any] = {"x": column, "y": days, "href": "href:N", "tooltip": TIP}
    cards = rows_of("cards")
    return [
        rows_of("bands")
        .mark_bar(stroke=color("surface"), strokeWidth=1)
        .encode(
            x=column,
            y=amount("low", _("Age, days")),
            y2="high:Q",
            color=alt.Color("heat:O", legend=None, scale=alt.Scale(domain=[*HEATS], range=paints)),
            opacity=alt.Opacity("heat:O", legend=None, scale=strengths),
        ),
        *lines_across(),
        cards.mark_point(
            **dot,
            color=color("ink"),
            stroke=color("surface"),
            xOffset=alt.ExprRef("14 * datum.slot - 24"),
        ).encode(**encoding),
        cards.mark_text(**name, **ground).encode(**encoding, text="label:N"),
        cards.mark_text(**name, color=color("ink")).encode(**encoding, text="label:N"),
    ]


AGE = Chart(
    name="age",
    title=gettext_lazy("Age of work in progress"),
    how=gettext_lazy(
        "Each dot is a card in progress, in its column, at the height of its age. The shades show by "
        "which age 50, 70, 85 and 95 % of finished cards had left that column: the darker, the later."
    ),
    missing=gettext_lazy("Nothing is in progress. A card appears here when it is started."),
    read=read,
    says=says,
    table=table,
    layers=layers,
    parts=("bands", "cards", "lines"),
    seen=("cards",),
)

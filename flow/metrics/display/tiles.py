"""The figures on top of the page: each with its trend, and a link to what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.words import isolated
from flow.metrics.charts import Question
from flow.metrics.display import spark
from flow.metrics.reports import DayWindow, Flow
from flow.metrics.reports.places import blocked_at

WEEK = 7
LATELY = 14  # days


@dataclass(frozen=True)
class Tile:
    """`figure` is None where there is nothing to count yet; `to` is the name of a chart."""

    name: str
    figure: str | None
    unit: str = ""
    words: str = ""
    trend: str = ""
    to: str = ""
    href: str = ""  # a page of its own, instead of a chart's
    points: str = ""
    is_over: bool = False


def tiles(question: Question) -> list[Tile]:
    return [*_now(question), *_past(question)]


def _now(question: Question) -> Iterator[Tile]:
    days, aging = question.wip, question.aging
    if question.flow.today - question.flow.window.last > timedelta(1):
        days = []  # they are of another time than what is in progress now
    week_ago = question.flow.today - timedelta(WEEK)
    then = next((day.wip for day in days if day.day == week_ago), None)
    limit = question.flow.limit()
    apart = question.flow.apart() if limit is not None else 0
    yield Tile(
        _("Work in progress"),
        str(len(aging)),
        _("limit %(limit)d") % {"limit": limit} if limit is not None else "",
        _("started and not finished, now; %(apart)d of them apart from the limit")
        % {"apart": apart}
        if limit is not None and apart
        else _("started and not finished, now"),
        "" if then is None else _more_than(len(aging), then, WEEK),
        to="wip",
        points=spark.points([day.wip for day in days]),
        is_over=limit is not None and len(aging) - apart > limit,
    )
    yield _oldest(question)
    now = question.flow.now
    blocked = blocked_at(question.flow, now)
    yield Tile(
        _("Blocked now"),
        str(blocked),
        ngettext("card", "cards", blocked),
        _("on the board, and not able to go on"),
        _more_than(blocked, blocked_at(question.flow, now - timedelta(WEEK)), WEEK),
        to="blocked",
    )


def _oldest(question: Question) -> Tile:
    name = _("Oldest age")
    if not question.aging:
        return Tile(name, None, words=_("nothing is in progress"), to="age")
    oldest = question.aging[0]
    expected = question.flow.board.sle_days  # as the board, its alerts and its mail go by it
    past = oldest.age - expected if expected else 0
    return Tile(
        name,
        str(oldest.age),
        ngettext("day", "days", oldest.age),
        f"{question.flow.board.key}-{oldest.number} {isolated(oldest.title)}",
        ngettext(
            "past the expectation by %(days)d day", "past the expectation by %(days)d days", past
        )
        % {"days": past}
        if past > 0
        else "",
        href=reverse("card", args=[question.flow.board.key, oldest.number]),
        points=spark.points(question.flow.oldest_ages()),
        is_over=past > 0,
    )


def _past(question: Question) -> Iterator[Tile]:
    yield _throughput(question)
    earlier, later = _halves(question.flow)
    yield _cycle_time(question, earlier, later)
    value = question.flow.efficiency().value
    values = [half.efficiency().value for half in (earlier, later)]
    yield Tile(
        _("Flow efficiency"),
        None if value is None else f"{100 * value:.0f}",
        "%",
        _("of the time somebody could work on it"),
        _from_half_to_half(*[None if each is None else f"{100 * each:.0f} %" for each in values]),
        to="efficiency",
    )


def _throughput(question: Question) -> Tile:
    counts, length = question.weekly_throughput.counts, len(question.flow.window.days)
    facts = {"lately": sum(counts[-2:]), "before": sum(counts[-4:-2]), "days": LATELY}
    return Tile(
        _("Throughput"),
        str(question.throughput.total),
        _("in %(days)d days") % {"days": length},
        _("%(lately)d in the last %(days)d of them") % facts if length >= LATELY else "",
        _("%(before)d in the %(days)d before") % facts if length >= 2 * LATELY else "",
        to="throughput",
        points=spark.points(counts),
    )


def _cycle_time(question: Question, earlier: Flow, later: Flow) -> Tile:
    times, expected = question.cycle_times, question.expected
    if expected is None or not times.count:
        return Tile(_("Cycle time"), None, words=_("nothing has finished"), to="cycle-time")
    percent, days = expected
    within = sum(cards for took, cards in times.histogram.cards.items() if took <= days)
    halves = [half.cycle_times().trusted(percent) for half in (earlier, later)]
    return Tile(
        _("Cycle time, %(percent)d %% within") % {"percent": percent},
        str(days),
        ngettext("day", "days", days),
        _("%(within)d of %(cards)d cards did") % {"within": within, "cards": times.count},
        _from_half_to_half(*[None if each is None else f"{each} d" for each in halves]),
        to="cycle-time",
    )


def _halves(flow: Flow) -> list[Flow]:
    """The same question of the first and of the second half of the days."""
    first, last = flow.window.first, flow.window.last
    middle = first + (last - first) / 2
    earlier, later = DayWindow(first, middle), DayWindow(middle + timedelta(1), last)
    return [Flow(flow.board, half, flow.filters, flow.now) for half in (earlier, later)]


def _from_half_to_half(earlier: str | None, later: str | None) -> str:
    if not earlier or not later:
        return ""
    words = _("%(earlier)s in the first half of this time, %(later)s in the second")
    return words % {"earlier": earlier, "later": later}


def _more_than(now: int, then: int, days: int) -> str:
    """How much more it is than this many days ago."""
    if now > then:
        return _("%(more)d more than %(days)d days ago") % {"more": now - then, "days": days}
    if now < then:
        return _("%(less)d fewer than %(days)d days ago") % {"less": then - now, "days": days}
    return _("as many as %(days)d days ago") % {"days": days}

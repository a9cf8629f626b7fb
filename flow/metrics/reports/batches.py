"""How small the cards of a board are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from board.models import ChecklistItem, Kind, Override, RefusedPull
from board.models.limit.batch import TOO_LARGE
from flow.metrics.reports.weekly import Week, summed, weeks
from flow.metrics.reports.window import NO_FILTERS

if TYPE_CHECKING:
    from flow.metrics.reports.finished_work import FinishedWork


@dataclass(frozen=True)
class BatchWeek:
    """The cards finished in a week, and how many of them within the target days."""

    week: Week
    finished: int
    within_target: int | None


@dataclass(frozen=True)
class Batches:
    """How small the cards were that finished in the window; `target_days` is the board's of today.

    `not_described` counts the cards that started in the window and have no scenarios, without the
    deleted ones, whose words are gone; `split` the splits that were not undone; `refused` each card
    that was too large to start once a day; `overridden` the cards that somebody started all the same.
    """

    finished: int
    within_target: int | None
    target_days: int | None
    not_described: int
    split: int
    refused: int
    overridden: int
    weeks: list[BatchWeek]

    @property
    def share(self) -> float | None:
        """Percent of the finished cards that took at most the target days, not rounded."""
        if self.within_target is None or not self.finished:
            return None
        return 100 * self.within_target / self.finished


def batches(flow: "FinishedWork") -> Batches:
    """The size of the cards in the window of this flow, by its definitions of cycle time."""
    board, window = flow.board, flow.window
    target = board.target_days
    rows = _finished_by_day(flow, target)
    by_week = weeks(window)
    days = [day for day, _cards, _within in rows]
    finished = summed(by_week, days, [cards for _day, cards, _within in rows])
    within = summed(by_week, days, [within for _day, _cards, within in rows])
    described = ChecklistItem.objects.scenarios().filter(card=OuterRef("card"), removed_at=None)
    started = flow.started.filter(~Exists(described), card__deleted_at=None)
    at = _moments(flow)
    splits = board.events.splits().filter(_asked_about(flow), **at)
    undone = board.events.of_kinds([Kind.UNDONE]).filter(at__gte=at["at__gte"])
    passed = Override.objects.filter(
        _asked_about(flow), card__board=board, rule=TOO_LARGE, by__isnull=False, **at
    )
    refused = RefusedPull.objects.filter(_asked_about(flow), board=board).of_rule(TOO_LARGE)
    return Batches(
        finished=sum(finished),
        within_target=None if target is None else sum(within),
        target_days=target,
        not_described=started.order_by().values("card").distinct().count(),
        split=splits.exclude(number__in=list(undone.values_list("data__undid", flat=True))).count(),
        refused=refused.between(window.first, window.last).count(),
        overridden=passed.count(),
        weeks=[
            BatchWeek(week, cards, None if target is None else small)
            for week, cards, small in zip(by_week, finished, within, strict=True)
        ],
    )


def _asked_about(flow: "FinishedWork") -> Q:
    """For rows that name a card: those of the cards that are asked about."""
    if flow.filters == NO_FILTERS:
        return Q()
    return Q(card__in=flow.board.cards.filter(flow.filters.of_cards).order_by().values("pk"))


def _moments(flow: "FinishedWork") -> dict[str, datetime]:
    """The moments of the window, for a field `at`."""
    zone, window = flow.board.zone, flow.window
    return {
        "at__gte": datetime.combine(window.first, time(), zone),
        "at__lt": datetime.combine(window.last + timedelta(1), time(), zone),
    }


def _finished_by_day(flow: "FinishedWork", target: int | None) -> list[tuple[date, int, int]]:
    """For each day that counts: the cards finished, and those of them within the target days."""
    counted: dict[date, tuple[int, int]] = {}
    rows = (
        flow.finished.order_by()
        .values_list("finished_on")
        .annotate(cards=Count("pk"), within=Count("pk", filter=Q(days__lte=target or 0)))
    )
    for day, cards, within in rows:
        day = flow.calendar.counts_on(day)
        before = counted.get(day, (0, 0))
        counted[day] = before[0] + cards, before[1] + within
    return [(day, *counted[day]) for day in sorted(counted)]

"""The questions about the cards that finished in a window."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce, Greatest, Least

from board.models import Block, Column
from flow.metrics.definitions.pace import paces, to_trust
from flow.metrics.models import Passage
from flow.metrics.models.passage import PassageQuerySet
from flow.metrics.reports.batches import Batches, batches
from flow.metrics.reports.daily import Throughput
from flow.metrics.reports.selection import Selection
from flow.metrics.reports.times import (
    Blocker,
    BoardPace,
    ColumnPace,
    CycleTimes,
    Efficiency,
    Histogram,
)

NO_TIME = timedelta(0)


class FinishedWork(Selection):
    """What finished in the window, how long it took, and what held it up."""

    @property
    def finished(self) -> PassageQuerySet:
        """The passages that finished in the window: `started_on`, `finished_on`, `days`, `card`."""
        counted = self.window.counted(self.calendar)
        return self._passages.finished(counted.first, counted.last)

    @property
    def started(self) -> PassageQuerySet:
        """The passages that started in the window."""
        return self._passages.filter(started_on__range=(self.window.first, self.window.last))

    def batches(self) -> Batches:
        """How small the cards are that finished and started in the window."""
        return batches(self)

    def cycle_times(self) -> CycleTimes:
        """Count, mean and percentiles of the cycle times of `finished`."""
        days = self.finished.order_by().values_list("days").annotate(cards=Count("pk"))
        return CycleTimes(Histogram(dict(days)))

    def lead_time(self, finished: Passage) -> int:
        """Days that count from the creation of a card to its finish, both ends counted.

        A card that came from another tool was created on the first day that is known of it.
        """
        assert finished.finished_on
        return (
            self.calendar.days(self.board.day_of(finished.card.created_at), finished.finished_on)
            or 0
        )

    def throughput(self) -> Throughput:
        """Cards finished on each day that counts; its sum is the count of the cycle times."""
        daily = self._daily(self.window.counted(self.calendar))
        days = self.calendar.working_days(self.window.first, self.window.last).tolist()
        return Throughput(days, daily.throughput(days, self.calendar))

    def efficiency(self) -> Efficiency:
        """Flow efficiency over `finished`."""
        sums = self.finished.order_by().aggregate(
            elapsed=Sum(F("finished_at") - F("started_at"), default=NO_TIME),
            blocked=Sum("blocked_for", default=NO_TIME),
            waited=Sum("waited_for", default=NO_TIME),
            idle=Sum("idle_for", default=NO_TIME),
        )
        return Efficiency(cards=self.finished.count(), **sums)

    def blocked(self) -> list[Blocker]:
        """Return the reasons that blocked `finished` between start and finish; the longest first."""
        counted = self.window.counted(self.calendar)
        on = Block.objects.filter(
            card__passages__in=self._passages.finished(counted.first, counted.last)
        )
        begin = Greatest("blocked_at", "card__passages__started_at")
        finish = F("card__passages__finished_at")
        end = Least(Coalesce("unblocked_at", finish), finish)
        reasons = (
            on.annotate(begin=begin, end=end)
            .filter(end__gt=F("begin"))
            .values("reason")
            .annotate(
                times=Count("pk"), cards=Count("card", distinct=True), blocked=Sum(end - begin)
            )
            .order_by("-blocked", "reason")
        )
        return [Blocker(**reason) for reason in reasons]

    def pace(self) -> BoardPace:
        """By which ages `finished` had left each column in progress."""
        columns = self.workflow.in_progress
        ages: dict[int, dict[int, int]] = defaultdict(dict)
        for place, age, cards in self.finished.ages_left():
            ages[place][age] = cards
        histograms = [Histogram(ages[place]) for place in range(len(columns) - 1)]
        histograms.append(self.cycle_times().histogram)
        values = [each.values for each in histograms]
        measured, trusted = paces(values), paces(to_trust(values))
        by_id: dict[int, Column] = {column.pk: column for column in self._columns}
        return BoardPace(
            [
                ColumnPace(
                    column=pk,
                    name=by_id[pk].name,
                    ages=histograms[place],
                    measured=measured[place],
                    trusted=trusted[place],
                    in_force=by_id[pk].pace,
                    is_automatic=by_id[pk].pace_is_automatic,
                )
                for place, pk in enumerate(columns)
            ]
        )

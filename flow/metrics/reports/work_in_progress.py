"""The questions about the cards that are in progress now."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import cache

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from board.models import Stay
from flow.metrics.ledger.rows import among, rows
from flow.metrics.reports.finished_work import FinishedWork
from flow.metrics.reports.limits import limit_of_each_day
from flow.metrics.reports.selection import Selection
from flow.metrics.reports.times import Aging
from flow.metrics.reports.window import DayWindow


class WorkInProgress(Selection):
    """What is in progress now, and how old it is beside what finished."""

    def aging(self) -> list[Aging]:
        """The cards in progress now, the oldest first.

        They are asked for by their ids: a join would read all of history once they are many.
        """
        going = self._passages.in_progress().order_by()
        started: dict[int, date] = dict(rows(going.values_list("card", "started_on")))
        cards = self.board.cards.filter(among("pk", started)).order_by()
        lasted = self._time_in_column(started)
        age_of, compared = cache(self._age), cache(self._comparison())  # many cards are alike
        aging_cards = []
        for pk, number, title, column in rows(cards.values_list("pk", "number", "title", "column")):
            age, here = age_of(started[pk]), lasted[pk, column]
            of_column = compared(column, age)
            aging_cards.append(Aging(number, title, column, started[pk], age, here, *of_column))
        return sorted(aging_cards, key=lambda each: (-each.age, each.number))

    def in_progress(self) -> int:
        """How many cards are in progress now."""
        return self._passages.in_progress().count()

    def limit(self) -> int | None:
        """The most that the limits in force now let be in progress; None where they do not say."""
        this_day = DayWindow(self.today, self.today)
        return limit_of_each_day(self.board, self.workflow, this_day, self.filters)[0]

    def apart(self) -> int:
        """How many cards in progress now are of classes apart from limits."""
        if self.filters.service_class is not None:
            return 0
        going = self._passages.in_progress()
        return going.filter(card__service_class__apart_from_limits=True).count()

    def _time_in_column(self, cards: Collection[int]) -> dict[tuple[int, int], timedelta]:
        """How long each card has been in each column, over all its stays there."""
        stays = Stay.objects.counted().filter(among("card", cards)).order_by()
        lasted = Sum(Coalesce("left_at", self.now) - F("entered_at"))
        sums = rows(stays.values_list("card", "column").annotate(lasted=lasted))
        return defaultdict(timedelta, {(card, column): time for card, column, time in sums})

    def _age(self, started_on: date) -> int:
        return self.calendar.days(started_on, self.today) or 0

    def _comparison(self) -> Callable[[int, int], tuple[str, int | None, int]]:
        """Return the names of columns and the pace that an age is compared with, of all cards under
        any filter.
        """
        columns = {column.pk: column for column in self._columns}
        pace = FinishedWork(self.board, self.window, now=self.now).pace()

        def compared(pk: int, age: int) -> tuple[str, int | None, int]:
            column, of_column = columns[pk], pace.of(pk)
            percentile = of_column.reached(age) if of_column else None
            return column.name, percentile, sum(age >= days for days in column.pace or ())

        return compared

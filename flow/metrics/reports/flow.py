"""All questions about the flow of a board."""

from flow.metrics.definitions import forecast
from flow.metrics.reports.day_by_day import DayByDay
from flow.metrics.reports.forecasts import HowMany, When
from flow.metrics.reports.work_in_progress import WorkInProgress


class Flow(WorkInProgress, DayByDay):
    """The flow of some cards of a board in a window, each number as docs/flow.md defines it.

    Ask it once and keep the answer: nothing is read before it is asked for.
    """

    def how_many(self, days: int) -> HowMany:
        """How many cards are finished in a number of days, if days go on as in the window."""
        return HowMany(days, forecast.how_many(self.throughput().counts, days))

    def when(self, items: int) -> When:
        """When a number of cards is finished, if days go on as in the window."""
        coming = forecast.when(self.throughput().counts, items)
        return When(items, self.today, self.calendar, coming)

"""The questions that pages, the API and mails ask. They ask them here, so they show one number.

    flow = Flow(board)                            # the last 90 complete days, all cards
    flow = Flow(board, Window.of(board, days=30), Filters(service_class=expedite))
    flow.cycle_times().percentiles[85]            # 9
    flow.cfd().lines                              # a number for each column and day

`Flow` says what it can be asked; each answer is a value of its own, with plain numbers, dates and
ids in it. What is asked is read from sums for each day where it can be, never from all of history.
"""

from flow.metrics.reports.flow import Flow
from flow.metrics.reports.window import NO_FILTERS, DayWindow, Filters

__all__ = ["NO_FILTERS", "DayWindow", "Filters", "Flow"]

"""The numbers that processes count themselves. Import it after `place.begin`.

The stream counts, too, and has no models: nothing here may need them.
"""

from prometheus_client import Counter, Gauge, Histogram, Summary

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "sluice_requests", "Requests, by route, method and code.", ["route", "method", "code"]
)
ROUTE_SECONDS = Summary("sluice_route_seconds", "How long the requests of a route took.", ["route"])
REQUEST_SECONDS = Histogram("sluice_request_seconds", "How long requests took.", buckets=SECONDS)
EVENTS = Counter("sluice_events", "What happened on boards; kind=moved are the moves.", ["kind"])
REFUSALS = Counter("sluice_refusals", "What boards said no to, by its code.", ["code"])
LOCK_WAIT = Histogram(
    "sluice_board_lock_wait_seconds", "How long changes waited for their board.", buckets=SECONDS
)
TASKS = Counter("sluice_tasks", "Tasks that ended, by name and state.", ["task", "state"])
TASK_SECONDS = Summary("sluice_task_seconds", "How long tasks took.", ["task"])
STREAMS = Gauge("sluice_streams", "Pages that listen now.", multiprocess_mode="livesum")

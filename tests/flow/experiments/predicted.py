"""An experiment whose time is over, for tests that ask who may do what with it."""

from datetime import timedelta

from django.utils import timezone

from flow.experiments.models import Experiment


def predicted(board, *, by, **said) -> Experiment:
    """One with all criteria, that ended yesterday."""
    today = board.day_of(timezone.now())
    criteria = {
        "change": "paying in three instalments",
        "outcome": "more finished bookings",
        "reason": "skippers stop at 1,240 € at once",
        "metric_name": "bookings finished",
        "unit": "%",
        "better": "more",
        "method": "before_after",
        "baseline": 4,
        "success_at": 8,
        "failure_at": 5,
        "sample": 5000,
        "starts_on": today - timedelta(15),
        "ends_on": today - timedelta(1),
    }
    return Experiment.predict(board, by=by, **(criteria | said))

"""The meters of board events. Import it after `place.begin`."""

from collections.abc import Collection

from board.meter import Meter
from board.models.refusals import Refusal
from config.metrics.numbers import EVENTS, LOCK_WAIT, REFUSALS


class BoardMeter(Meter):
    """Counts the events of boards."""

    def happened(self, kinds: Collection[str]) -> None:
        for kind in kinds:
            EVENTS.labels(kind).inc()

    def refused(self, refusal: Refusal) -> None:
        REFUSALS.labels(refusal.code).inc()

    def waited(self, seconds: float) -> None:
        LOCK_WAIT.observe(seconds)

"""The meter of the board: counts events, refusals and waits for locks.

This one measures nothing. A monitoring app puts its own meter in its place.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from board.models.refusals import Refusal


class Meter:
    """Gets each event, and keeps nothing of it."""

    def happened(self, kinds: Collection[str]) -> None:
        """These kinds of events were recorded."""

    def refused(self, refusal: Refusal) -> None:
        """The board said no."""

    def waited(self, seconds: float) -> None:
        """A change had to wait this long for the lock of its board."""


meter = Meter()


def measure_with(other: Meter) -> None:
    """Use this meter from now on."""
    global meter
    meter = other


@contextmanager
def refusals() -> Iterator[None]:
    """Count a refusal that is raised in here once, even through several blocks."""
    try:
        yield
    except Refusal as refusal:
        if not refusal.was_told:
            refusal.was_told = True
            meter.refused(refusal)
        raise


@contextmanager
def waiting() -> Iterator[None]:
    """Measure how long the block took."""
    began = time.perf_counter()
    try:
        yield
    finally:
        meter.waited(time.perf_counter() - began)


def happened(kinds: Collection[str]) -> None:
    meter.happened(kinds)

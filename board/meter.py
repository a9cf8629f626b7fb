"""What the board tells of itself to who measures it: how much happens, is refused, waits for a lock.

It knows nobody who measures. Where somebody does, they put a meter of their own in this one's place.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from board.models.refusals import Refusal


class Meter:
    """Hears what happens, and keeps nothing of it."""

    def happened(self, kinds: Collection[str]) -> None:
        """These kinds of events were recorded."""

    def refused(self, refusal: Refusal) -> None:
        """The board said no."""

    def waited(self, seconds: float) -> None:
        """A change had to wait so long for the lock of its board."""


meter = Meter()


def measure_with(other: Meter) -> None:
    """Tell this meter from now on."""
    global meter
    meter = other


@contextmanager
def refusals() -> Iterator[None]:
    """Tell of a refusal that comes out of here, once, however many blocks it comes through."""
    try:
        yield
    except Refusal as refusal:
        if not refusal.was_told:
            refusal.was_told = True
            meter.refused(refusal)
        raise


@contextmanager
def waiting() -> Iterator[None]:
    """Tell how long what is done in here took."""
    began = time.perf_counter()
    try:
        yield
    finally:
        meter.waited(time.perf_counter() - began)


def happened(kinds: Collection[str]) -> None:
    meter.happened(kinds)

"""Waiting, bounded: for what another process will have done soon."""

import time
from collections.abc import Callable


def eventually(question: Callable[[], object], within: float = 60) -> object:
    """The first true answer to the question; AssertionError when there is none in time (seconds)."""
    until = time.monotonic() + within
    while not (answer := question()):
        assert time.monotonic() < until, f"not within {within} seconds: {question}"
        time.sleep(0.1)
    return answer

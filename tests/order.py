"""The order of the files: those whose tests mostly wait lie evenly among those that mostly compute.

Processes that start, servers that are killed and browsers leave a core to another worker of the suite.
At the end, alone, they would leave it idle. So would a file that takes a minute; those few come first.
"""

from collections.abc import Iterable
from itertools import groupby

import pytest

LONG = {  # files that would keep one worker busy after the others have ended
    "test_description.py",
    "test_hostile_input.py",
    "test_lost_services.py",
    "test_architecture.py",
}
WAITING = {"browser", "faults", "live", "setup"}  # folders of tests


def spread(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The same tests, each file whole: LONG, then the files of WAITING evenly among the others."""
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    long = [tests for tests in files if _is_long(tests)]
    waiting = [tests for tests in files if _waits(tests)]
    others = [tests for tests in files if not _waits(tests) and not _is_long(tests)]
    placed = _at_even_places(waiting, [1] * len(waiting)) + _at_even_places(
        others, [len(tests) for tests in others]
    )
    placed.sort(key=lambda each: each[0])
    return [test for tests in [*long, *(tests for _, tests in placed)] for test in tests]


def _is_long(tests: list[pytest.Item]) -> bool:
    return tests[0].path.name in LONG


def _waits(tests: list[pytest.Item]) -> bool:
    return not WAITING.isdisjoint(tests[0].path.parts)


def _at_even_places(
    files: list[list[pytest.Item]], weights: list[int]
) -> list[tuple[float, list[pytest.Item]]]:
    """Each file with its place between 0 and 1: how much of the weight comes before it."""
    whole, before, places = sum(weights), 0, []
    for tests, weight in zip(files, weights, strict=True):
        places.append((before / whole, tests))
        before += weight
    return places

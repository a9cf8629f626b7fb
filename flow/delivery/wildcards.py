"""Patterns with stars, compared from left to right.

A star is moved on only while the next one has not been reached: what stands between two stars is
best found where it comes first. So the time grows with the length of the pattern times that of
the text, for every pattern; with the usual regular expressions some patterns never end.
"""

from collections.abc import Callable, Sequence
from typing import Any

MANY = object()  # in a pattern: any number of items


def fits(pattern: Sequence[Any], items: Sequence[str], is_one: Callable[[Any, str], bool]) -> bool:
    """Whether the items are as the pattern says, of which `is_one` compares one part with an item."""
    at = item = 0
    star, after = -1, 0
    while item < len(items):
        if at < len(pattern) and pattern[at] is MANY:
            star, after, at = at, item, at + 1
        elif at < len(pattern) and is_one(pattern[at], items[item]):
            at, item = at + 1, item + 1
        elif star >= 0:
            after += 1
            at, item = star + 1, after
        else:
            return False
    return all(each is MANY for each in pattern[at:])

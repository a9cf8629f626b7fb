"""The facts of other apps on the page of a flag.

An app names a function on its AppConfig, as `facts_of_a_flag`: from the flag to facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from board import extensions

if TYPE_CHECKING:
    from flow.flags.models import Flag


@dataclass(frozen=True)
class FlagFact:
    """A sentence, and the page of what it is about."""

    words: str
    href: str


def facts_of(flag: "Flag") -> Iterator[FlagFact]:
    for facts in extensions.named("facts_of_a_flag", flag.board):
        yield from facts(flag)

"""The part of other apps on the page of flow.

An app says so on its AppConfig, as `beside_flow`: the path of a function from a `Question` to
sentences, each with the address of what it is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from board import extensions
from flow.metrics.charts import Question


@dataclass(frozen=True)
class BesideFlow:
    """A name, what is said of it, and where that is shown."""

    name: str
    words: str
    href: str


def beside(question: Question) -> Iterator[BesideFlow]:
    for says in extensions.named("beside_flow", question.flow.board):
        yield from says(question)

"""A list in a mail has an end."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Each = TypeVar("Each")
MOST = 12


class Few(Generic[Each]):
    """The first of `all` these, and how many `more` there are; its length is that of all."""

    def __init__(self, rows: Iterable[Each] = ()) -> None:
        self.all = list(rows)

    def __iter__(self) -> Iterator[Each]:
        return iter(self.all[:MOST])

    def __len__(self) -> int:
        return len(self.all)

    @property
    def more(self) -> int:
        return max(len(self.all) - MOST, 0)

"""The memory of a process about boards between requests, each fact with its version of the board.

A fact is remembered when the transaction that read it is committed: until then its own changes may
be rolled back, and another change then gets the same version.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.db import transaction

Fact = TypeVar("Fact")


class Memory(Generic[Fact]):
    """A limited number of facts; the least recently used is forgotten first."""

    def __init__(self, size: int):
        self._size = size
        self._facts: OrderedDict[Hashable, Fact] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Hashable) -> Fact | None:
        with self._lock:
            if key in self._facts:
                self._facts.move_to_end(key)
            return self._facts.get(key)

    def forget(self) -> None:
        """Forget all facts, as where rows are put back with ids and versions that were known."""
        with self._lock:
            self._facts.clear()

    def keep(self, key: Hashable, fact: Fact) -> None:
        transaction.on_commit(lambda: self._keep(key, fact))

    def _keep(self, key: Hashable, fact: Fact) -> None:
        with self._lock:
            self._facts[key] = fact
            if len(self._facts) > self._size:
                self._facts.popitem(last=False)

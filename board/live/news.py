"""The news of a change for open pages: the board's version, and the changed columns."""

from collections.abc import Collection
from dataclasses import dataclass

MISSED = "missed"  # the hint that others may have been missed


@dataclass(frozen=True)
class News:
    """`columns` are ids; None means that anything may have changed.

    `hints` name what has changed beside the board, which keeps its version: a standup, for example.
    """

    version: int
    columns: frozenset[int] | None = None
    hints: frozenset[str] = frozenset()

    def __add__(self, later: "News") -> "News":
        """Both at once."""
        known = self.columns is not None and later.columns is not None
        columns = (self.columns or frozenset()) | (later.columns or frozenset()) if known else None
        version = max(self.version, later.version)
        return News(version, columns, self.hints | later.hints)

    @staticmethod
    def written(columns: Collection[int] | None) -> str:
        """The end of a notification's payload, behind the board and the version."""
        return "*" if columns is None else ",".join(map(str, sorted(columns)))

    @staticmethod
    def written_hint(subject: str) -> str:
        """The end of the payload of a hint."""
        return f"!{subject}"

    @classmethod
    def read(cls, payload: str) -> tuple[int, "News"]:
        """The board and its news from a payload like "7:412:3,4", "7:412:*" or "7:412:!standup"."""
        board, version, rest = payload.split(":")
        if rest.startswith("!"):
            return int(board), cls(int(version), frozenset(), frozenset({rest[1:]}))
        if rest == "*":
            return int(board), cls(int(version))
        return int(board), cls(int(version), frozenset(map(int, rest.split(",") if rest else ())))

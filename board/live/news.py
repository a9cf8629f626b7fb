"""What a change says to those who watch: the board's version, and the columns it touched."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class News:
    """`columns` are ids; None means that anything may have changed."""

    version: int
    columns: frozenset[int] | None = None

    def __add__(self, later: "News") -> "News":
        """Both at once."""
        if self.columns is None or later.columns is None:
            return News(max(self.version, later.version))
        return News(max(self.version, later.version), self.columns | later.columns)

    @staticmethod
    def written(columns: Collection[int] | None) -> str:
        """The end of a notification's payload, behind the board and the version."""
        return "*" if columns is None else ",".join(map(str, sorted(columns)))

    @classmethod
    def read(cls, payload: str) -> tuple[int, "News"]:
        """The board and its news from a payload like "7:412:3,4" or "7:412:*"."""
        board, version, columns = payload.split(":")
        if columns == "*":
            return int(board), cls(int(version))
        return int(board), cls(
            int(version), frozenset(map(int, columns.split(",") if columns else ()))
        )

"""Tables for spreadsheets: the one writer of CSV. No cell is ever a formula."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # how one may begin

BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """A buffer of one line, which returns the text that csv writes."""

    def write(self, line: str) -> str:
        return line


def lines(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a table, its head first.

    It begins with a byte order mark: Excel takes a table without one for text of Windows.
    """
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in chain([head], rows):
        yield writer.writerow([_plain(cell) for cell in row])


def _plain(cell: Any) -> Any:
    """The cell so that no spreadsheet takes what somebody wrote for a formula."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA):
        return f"'{text}"
    return text

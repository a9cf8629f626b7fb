"""The number of cards in each cell of a board: counted once, then updated from the log.

The head of a done column shows how many cards it holds, which is all that were ever finished.
So each process counts the cards of a board once; afterwards it reads from the log which cards have
come and gone. Count and version are read in one statement, so no event counts twice.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.db.models import Count, Q

from board.models.event import Cell, Event, Kind
from board.models.memory import Memory
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.board import Board

BOARDS = 1000  # kept in a process
MANY = 200  # events; behind more than these, the cards are counted again

COUNTED = Compiled(
    lambda boards: (
        apps.get_model("board.Card")
        .objects.filter(board__in=boards)
        .on_the_board()
        .values_list("board", "board__version", "column", "lane")
        .annotate(number=Count("pk"))
        .order_by()
    )
)
HAPPENED = Compiled(  # asked with each board and the version after which
    lambda *known: Event.objects.filter(
        reduce(or_, (Q(board=board, number__gt=version) for board, version in _pairs(known)))
    ).order_by("board", "number")
)


class Totals(NamedTuple):
    """The number of cards in each cell at this version of the board."""

    version: int
    cells: Mapping[Cell, int]

    def after(self, events: Sequence[Event]) -> "Totals":
        """Return the totals after these events."""
        passages = [event.passage for event in events]
        cells = Counter(self.cells)
        cells.update(entered for _left, entered in passages if entered)
        cells.subtract(left for left, _entered in passages if left)
        return Totals(self.version + len(events), +cells)


_known = Memory[Totals](BOARDS)


def cards_in_cells(board: "Board") -> Mapping[Cell, int]:
    """Return the number of cards in each cell, at this version of the board or a later one."""
    return cards_in_cells_of([board])[board.pk]


def cards_in_cells_of(boards: "Collection[Board]") -> dict[int, Mapping[Cell, int]]:
    """Return the same for several boards by their id, in at most two statements for all."""
    known = {board.pk: totals for board in boards if (totals := _recalled(board))}
    behind = {
        board.pk: known[board.pk]
        for board in boards
        if board.pk in known and known[board.pk].version < board.version
    }
    new = _caught_up(behind)
    new |= _counted(({board.pk for board in boards} - {*known}) | ({*behind} - {*new}))
    for pk, totals in new.items():
        if totals.cells:
            _known.keep(pk, totals)
    return {pk: totals.cells for pk, totals in (known | new).items()}


def follow(board: "Board", events: Sequence[Event]) -> None:
    """Update the totals by events just committed, so that they are not read from the log."""
    known = _known.recall(board.pk)
    if known and known.version + len(events) == board.version and not _is_import(events):
        _known.keep(board.pk, known.after(events))


def _recalled(board: "Board") -> Totals | None:
    """Return the kept totals of a board, unless a new count is quicker than reading the log."""
    known = _known.recall(board.pk)
    return known if known and 0 <= board.version - known.version < MANY else None


def _counted(boards: Collection[int]) -> dict[int, Totals]:
    """Count the cells of boards, with the version, in one statement; no version without cards."""
    cells: dict[int, dict[Cell, int]] = {pk: {} for pk in boards}
    versions: dict[int, int] = {}
    for board, versions[board], column, lane, number in COUNTED.rows(sorted(boards)):
        cells[board][column, lane] = number
    return {pk: Totals(versions.get(pk, 0), cells[pk]) for pk in boards}


def _caught_up(known: Mapping[int, Totals]) -> dict[int, Totals]:
    """Update the kept totals from the log; leave out a board with an import since."""
    if not known:
        return {}
    asked = chain.from_iterable((pk, each.version) for pk, each in known.items())
    events: dict[int, list[Event]] = {pk: [] for pk in known}
    for event in HAPPENED.objects(*asked):
        events[event.board_id].append(event)
    return {
        pk: known[pk].after(happened) for pk, happened in events.items() if not _is_import(happened)
    }


def _pairs(known: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(known[::2], known[1::2], strict=True)


def _is_import(events: Sequence[Event]) -> bool:
    return any(event.kind == Kind.IMPORTED for event in events)

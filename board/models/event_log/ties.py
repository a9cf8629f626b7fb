"""The order of entries of one card at the same moment."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from board.models.event_log.entries import Entry

MANY = 8  # entries at one moment; for more, no chain is looked for


class Untied(NamedTuple):
    """The entries of a card in order; how many of them were tied, and what decided their order."""

    entries: Sequence[Entry]
    tied: int = 0
    from_below: int = 0  # since the rows of the log fall in time
    chained: int = 0  # by the columns that they came from


def untied(entries: Sequence[Entry], *, falls: bool) -> Untied:
    """Return the entries of a card, sorted by time, with ties in the order in which they happened.

    If most of the card's rows fall in time from one to the next, ties are reversed; if they neither
    rise nor fall, the direction of the log decides (`falls`). Where the rows name the place before,
    ties are chained so that each comes from where the one before went, if that is possible.
    """
    if not _are_tied(entries):
        return Untied(entries)
    down = _fall(entries, otherwise=falls)
    ordered: list[Entry] = []
    tied = below = chained = 0
    for _at, group in groupby(entries, key=attrgetter("entered_at")):
        same = sorted(group, key=attrgetter("line"), reverse=down)
        if len({entry.column_id for entry in same}) > 1:
            tied += len(same)
            chain = _chain(same, ordered[-1].column_id if ordered else None)
            chained += len(same) if chain else 0
            below += len(same) if down and not chain else 0
            same = chain or same
        ordered += same
    return Untied(ordered, tied, below, chained)


def _are_tied(entries: Sequence[Entry]) -> bool:
    """Whether any entries are tied; most cards have no ties and need no more than this."""
    was = entries[0]
    for now in entries:
        if now.entered_at == was.entered_at and now.column_id != was.column_id:
            return True
        was = now
    return False


def _fall(entries: Sequence[Entry], *, otherwise: bool) -> bool:
    rows = pairwise(sorted(entries, key=attrgetter("line")))
    steps = [
        (was.entered_at > now.entered_at) - (was.entered_at < now.entered_at) for was, now in rows
    ]
    return sum(steps) > 0 if sum(steps) else otherwise


def _chain(entries: Sequence[Entry], place: int | None) -> list[Entry]:
    """Return the entries so that each comes from where the one before went; [] if impossible.

    The order that they have is kept as far as it can be.
    """
    if len(entries) > MANY or not any(entry.came_from for entry in entries):
        return []
    return _chained(entries, place) or []


def _chained(entries: Sequence[Entry], place: int | None) -> list[Entry] | None:
    if not entries:
        return []
    silent_first = place is None  # what comes from nowhere has just been created
    for entry in sorted(entries, key=lambda entry: bool(entry.came_from) is silent_first):
        if place is None or entry.came_from in (0, place):
            rest = [other for other in entries if other is not entry]
            if (following := _chained(rest, entry.column_id)) is not None:
                return [entry, *following]
    return None

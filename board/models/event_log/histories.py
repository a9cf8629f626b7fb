"""The histories of the cards of a log, made of its entries; and a summary of the import."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from board.models.event_log.entries import Entry
from board.models.event_log.ties import untied

NAMED = 10  # cards of a kind that are listed by name


class LoggedStay(NamedTuple):
    """A time that a card was in one column."""

    column_id: int
    entered_at: datetime
    left_at: datetime | None


class CardHistory(NamedTuple):
    """The stays and the title of a card."""

    external_id: str
    title: str
    description: str
    spells: list[LoggedStay]
    archived_at: datetime | None = None


@dataclass
class Retraced:
    """The summary of a log: its cards, stays and their places; places below 0 are no columns."""

    cards: int = 0
    stays: int = 0
    idle: int = 0  # entries that changed nothing
    archived: int = 0
    there: Counter[int] = field(default_factory=Counter)
    left_for: Counter[int] = field(default_factory=Counter)  # the place of each card's last entry
    never_came: Counter[int] = field(default_factory=Counter)  # the same, of cards without a column
    absent: list[str] = field(default_factory=list)  # some that never came to a column
    tied: int = 0
    from_below: int = 0
    chained: int = 0
    breaks: int = 0
    broken: list[tuple[Entry, int]] = field(default_factory=list)  # some, and where the card was


class CardHistories:
    """Makes the history of each card of a log, and counts in `summary` what came of it."""

    def __init__(self, summary: Retraced, archiving: frozenset[int], *, falls: bool) -> None:
        self.summary = summary
        self.archiving = archiving
        self.falls = falls

    def of(self, ordered: Iterable[Entry]) -> Iterator[CardHistory]:
        """Yield the history of each card, titled by the first of its entries that has a title."""
        for external_id, rows in groupby(ordered, key=attrgetter("external_id")):
            entries = self._in_turn(list(rows))
            spells, archived_at = self._stays_of(entries)
            if not spells:
                self._note_absent(entries[-1])
                continue
            self._note(entries[-1], spells, archived_at)
            titled = next((entry for entry in entries if entry.title), entries[0])
            title = titled.title or external_id
            yield CardHistory(external_id, title, titled.description, spells, archived_at)

    def _in_turn(self, entries: list[Entry]) -> Sequence[Entry]:
        ordered = untied(entries, falls=self.falls)
        self.summary.tied += ordered.tied
        self.summary.from_below += ordered.from_below
        self.summary.chained += ordered.chained
        return ordered.entries

    def _stays_of(self, entries: Sequence[Entry]) -> tuple[list[LoggedStay], datetime | None]:
        """Return one stay for each change of column, until the next begins or the card is archived."""
        spells: list[LoggedStay] = []
        here = was = 0  # the column that the card is in, and where the entry before went
        since = entries[0].entered_at
        archived_at: datetime | None = None
        for entry in entries:
            place, at = entry.column_id, entry.entered_at
            if entry.came_from and was and entry.came_from != was:
                self._note_break(entry, was)
            was = place
            if place == here:
                self.summary.idle += 1
            elif place > 0 or (here and place in self.archiving):
                if here:
                    spells.append(LoggedStay(here, since, at))
                here, since = max(place, 0), at
                archived_at = None if place > 0 else at
        if here:
            spells.append(LoggedStay(here, since, None))
        return spells, archived_at

    def _note_break(self, entry: Entry, was: int) -> None:
        self.summary.breaks += 1
        if len(self.summary.broken) < NAMED:
            self.summary.broken.append((entry, was))

    def _note(
        self, last: Entry, spells: Sequence[LoggedStay], archived_at: datetime | None
    ) -> None:
        self.summary.cards += 1
        self.summary.stays += len(spells)
        if archived_at:
            self.summary.archived += 1
        else:
            self.summary.there[spells[-1].column_id] += 1
            if last.column_id < 0:
                self.summary.left_for[last.column_id] += 1

    def _note_absent(self, last: Entry) -> None:
        self.summary.never_came[last.column_id] += 1
        if len(self.summary.absent) < NAMED:
            self.summary.absent.append(last.external_id)

"""The notes of a retrospective as somebody sees them, under their headings and as topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow.improvement.models import Note

MOST_DOTS = 30


@dataclass(frozen=True)
class NoteColumn:
    """A heading with the notes under it: those that this person sees, and how many are hidden."""

    name: str
    title: Any
    notes: list[Note]
    hidden: int

    @property
    def count(self) -> int:
        return len(self.notes) + self.hidden

    @property
    def hatched(self) -> range:
        return range(self.hidden)


@dataclass(frozen=True)
class Topic:
    """Notes that were put together, or one alone, with their votes; `own` are this person's."""

    notes: list[Note]
    own: Mapping[int, int]

    @property
    def first(self) -> Note:
        return self.notes[0]

    @property
    def votes(self) -> int:
        return sum(note.votes for note in self.notes)

    @property
    def own_votes(self) -> int:
        return sum(self.own.get(note.pk, 0) for note in self.notes)

    @property
    def dots(self) -> list[bool]:
        """Each vote, True where it is this person's."""
        return [nth < self.own_votes for nth in range(min(self.votes, MOST_DOTS))]

    @property
    def given(self) -> Note | None:
        """A note of it from which this person may take a vote back."""
        return next((note for note in self.notes if self.own.get(note.pk)), None)

    @property
    def ids(self) -> list[int]:
        return [note.pk for note in self.notes]

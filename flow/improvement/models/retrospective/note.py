"""A note of a retrospective. No name, time or order of rows shows who wrote it."""

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models
from django.utils.crypto import constant_time_compare

from board.models.name import NameField

if TYPE_CHECKING:
    from flow.improvement.models.retrospective.retrospective import Retrospective

LONGEST = 500
BIGGEST = 2**53  # a program reads such a number exactly


def random_id() -> int:
    return 1 + secrets.randbelow(BIGGEST - 1)


def digest_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


class NoteQuerySet(models.QuerySet["Note"]):
    def of(self, retrospective: "Retrospective") -> "NoteQuerySet":
        return self.filter(retrospective=retrospective)

    def opened_by(self, keys: "dict[int, str]") -> "list[Note]":
        """Return the notes that these keys open; the keys are by the id of the note."""
        notes = self.filter(pk__in=keys)
        return [note for note in notes if note.is_opened_by(keys[note.pk])]


class Note(models.Model):
    """A text with a random id and no time. It belongs to the holder of its key.

    The table keeps a digest of the key until the meeting ends. `group` is the same for notes that
    were put together. `votes` is counted when the meeting ends; until then votes are rows.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id)
    retrospective = models.ForeignKey(
        "improvement.Retrospective", models.CASCADE, related_name="notes"
    )
    heading = models.CharField(max_length=20, blank=True)
    text = NameField(max_length=LONGEST)
    group = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    votes = models.PositiveIntegerField(default=0)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="a_note_says_something")
        ]

    def __str__(self) -> str:
        return self.text

    def is_one_with(self, other: "Note") -> bool:
        """Whether they are the same topic: one note, or put together."""
        return self.pk == other.pk or (self.group is not None and self.group == other.group)

    def is_opened_by(self, key: str) -> bool:
        """Whether this is the key that its writer was given."""
        return bool(self.digest) and constant_time_compare(self.digest, digest_of(key))
